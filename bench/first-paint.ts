import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';

/**
 * First contentful paint of files in headless Chromium, in milliseconds from the start of the navigation, each in a tab of its
 * own, one after the other. Nothing is loaded from a network.
 */
export async function firstPaints(chromium: string, paths: readonly string[]): Promise<number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'reachline-paint-'));
  const browser = spawn(
    chromium,
    [
      '--headless',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--user-data-dir=${folder}`,
      '--remote-debugging-pipe',
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  );
  const stop = (): boolean => browser.kill('SIGKILL');
  process.prependOnceListener('exit', stop);
  try {
    const send = devTools(browser);
    const painted: number[] = [];
    for (const path of paths) {
      const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
      const attached = await send('Target.attachToTarget', { targetId, flatten: true });
      const sessionId = String(attached.sessionId);
      await send('Page.navigate', { url: pathToFileURL(path).href }, sessionId);
      const { result } = await send(
        'Runtime.evaluate',
        { expression: paintOfPage, awaitPromise: true },
        sessionId,
      );
      painted.push(Number((result as { value: number }).value));
      await send('Target.closeTarget', { targetId });
    }
    await send('Browser.close', {});
    return painted;
  } finally {
    process.off('exit', stop);
    if (browser.exitCode === null && browser.signalCode === null) {
      const late = setTimeout(stop, 5000);
      await once(browser, 'exit');
      clearTimeout(late);
    }
    // Its helpers end a moment after it.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

const paintOfPage = `new Promise((done) => new PerformanceObserver((list) =>
  list.getEntriesByName('first-contentful-paint').forEach(({ startTime }) => done(startTime)),
).observe({ type: 'paint', buffered: true }))`;

type Answer = Record<string, unknown>;

/** Chromium's debugging protocol over its pipe: a message ends with a zero byte. */
function devTools(browser: ChildProcess) {
  const [out, back] = [browser.stdio[3] as Writable, browser.stdio[4] as Readable];
  const waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  let said = '';
  back.setEncoding('utf8').on('data', (text: string) => {
    const messages = (said + text).split('\0');
    said = messages.pop()!;
    for (const message of messages) {
      const { id, result, error } = JSON.parse(message) as { id?: number; result: Answer; error?: Answer };
      const call = id === undefined ? undefined : waiting.get(id);
      if (error) call?.reject(new Error(JSON.stringify(error)));
      else call?.resolve(result);
    }
  });
  browser.once('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('Chromium ended'));
  });
  let last = 0;
  return (method: string, params: Answer, sessionId?: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const id = ++last;
      waiting.set(id, { resolve, reject });
      out.write(`${JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) })}\0`);
    });
}
