/** A row whose text cannot be cut into cells; the message says where it begins. */
export class UnreadableRow extends Error {}

/** A quote inside a quoted or unquoted cell that is not doubled. Reading with `strayQuotes` goes on over it. */
export class StrayQuote extends UnreadableRow {}
