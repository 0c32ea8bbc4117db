import axios, { type AxiosResponse } from 'axios';
import { afterAll } from 'vitest';
import {
  type Account,
  createClock,
  type Emulator,
  type EmulatorOptions,
  startEmulator,
} from '../../emulator/index.js';

export const start = new Date('2026-08-01T03:00:00Z');

export interface Answer {
  status: number;
  headers: AxiosResponse['headers'];
  /** The verbatim body. */
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever JSON came back
  data: any;
}

/** A listening emulator with a clock of its own, closed after the test file. */
export async function running(options: Partial<EmulatorOptions> = {}) {
  const clock = createClock(start);
  const emulator = await startEmulator({ now: clock.now, setNow: clock.set, start, ...options });
  afterAll(() => emulator.close());

  /** GET of a path or a complete link, by default with the Facebook token in the header. */
  const get = async (path: string, token: string | null = emulator.token): Promise<Answer> => {
    const answer = await axios.get<string>(path.startsWith('http') ? path : emulator.url + path, {
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
      validateStatus: () => true,
      responseType: 'text',
      transformResponse: (body: string) => body,
      proxy: false,
    });
    return { status: answer.status, headers: answer.headers, text: answer.data, data: parsed(answer.data) };
  };
  const post = async (path: string, body: unknown) => {
    const { status, data } = await axios.post(emulator.url + path, body, {
      validateStatus: () => true,
      proxy: false,
    });
    return { status, data };
  };
  return { clock, emulator, get, post };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function accountOf({ world }: Pick<Emulator, 'world'>, username: string): Account {
  const account = world.accounts.find(({ profile }) => profile.username === username);
  if (!account) throw new Error(`no account ${username}`);
  return account;
}
