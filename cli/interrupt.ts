/** One signal for the whole process: the first Ctrl-C stops cleanly, `main` turns it into 130 or 143. */
export const interrupted = new AbortController();
