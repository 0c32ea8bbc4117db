import type { Command } from 'commander';
import type { Connector, Log } from '../connectors/index.js';
import { ReachlineError } from '../pipeline/errors.js';
import type { Connection } from '../pipeline/index.js';
import { tcpPort } from './arguments.js';
import { type Context, contextOf } from './context.js';
import { interrupted } from './interrupt.js';
import { bold, note, print, safe } from './terminal.js';

interface Options {
  readonly port: number;
  readonly host: string;
  readonly path: string;
  readonly connection?: string;
  readonly verifyTokenEnv: string;
}

type Pushed = Connection & { readonly connector: { readonly webhooks: NonNullable<Connector['webhooks']> } };

export function register(program: Command): void {
  program
    .command('webhooks')
    .description('receive what Instagram pushes: last numbers of stories, comments, mentions')
    .option('--port <port>', 'where it listens', tcpPort, 8080)
    .option('--host <address>', 'address it listens on; TLS is a proxy’s business', '127.0.0.1')
    .option('--path <path>', 'path of the callback URL', '/webhooks')
    .option('--connection <name>', 'connection whose app it is; needed when several could be meant')
    .option(
      '--verify-token-env <name>',
      'environment variable with the verify token of the app dashboard',
      'REACHLINE_WEBHOOK_VERIFY_TOKEN',
    )
    .addHelpText(
      'after',
      `
It runs beside the nightly job and needs no lock: each delivery is on disk before it is answered, and the next run takes it in.

Examples:
  reachline webhooks
  reachline webhooks --port 9000 --connection main --log-format json 2>> webhooks.log`,
    )
    .action(async (options: Options, command: Command) => {
      const context = await contextOf(command);
      const { name, connector, settings } = await chosen(context, options.connection);
      const secret = required(
        context,
        connector.webhooks.secretVariable(settings),
        `app_secret_env of the connection ${name}`,
      );
      const verifyToken = required(context, options.verifyTokenEnv, '--verify-token-env');
      if (!/^\/[\w./-]*$/.test(options.path) || options.path === '/health') {
        throw new ReachlineError('usage', `not a path for webhooks: ${options.path}`, {
          hint: 'Write it like /webhooks. /health is taken.',
        });
      }
      const { createReceiver } = await import('../pipeline/run/webhooks.js');
      const receiver = await createReceiver({
        home: context.home,
        connection: name,
        webhooks: connector.webhooks,
        secret,
        verifyToken,
        path: options.path,
        now: context.outside.now,
        log: context.logFormat === 'json' ? context.log : terminalLog,
      });
      const { host, port } = options;
      const origin = await receiver.listen({ host, port }).catch((error: NodeJS.ErrnoException) => {
        if (!['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'].includes(error.code ?? ''))
          throw error;
        throw new ReachlineError('usage', `cannot listen on ${host}, port ${port}: ${error.message}`, {
          hint: 'Choose another with --port or --host.',
        });
      });
      print(`${bold('Webhooks')}  ${origin}${options.path}   connection ${name}`);
      note('Stop it with Ctrl-C.');
      if (!interrupted.signal.aborted) {
        await new Promise<void>((resolve) => {
          interrupted.signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
      await receiver.close(); // answers what has arrived
      throw interrupted.signal.reason;
    });
}

/** The connection that deliveries are for. */
async function chosen({ load }: Context, name: string | undefined): Promise<Pushed> {
  const { connections } = await load();
  const able = connections.filter((each): each is Pushed => each.connector.webhooks !== undefined);
  const [found, ...others] = able.filter((each) => name === undefined || each.name === name);
  if (found && others.length === 0) return found;
  const names = able.map((each) => each.name).join(', ');
  if (found) {
    throw new ReachlineError('usage', `several connections have webhooks: ${names}`, {
      hint: 'Say which app this is with --connection, and run one receiver for each app.',
    });
  }
  const missing = name === undefined ? 'no connection has webhooks' : `no connection "${name}" has webhooks`;
  throw new ReachlineError('configuration', missing, {
    hint: names
      ? `There are: ${names}`
      : 'Add a graph-api connection to reachline.yaml, or run `reachline init`.',
  });
}

function required({ outside }: Context, variable: string | null, setting: string): string {
  if (variable === null) {
    throw new ReachlineError('configuration', `webhooks need ${setting}`, {
      hint: 'Without the app secret nobody can tell the platform’s deliveries from others: put it into an environment variable (or .env) and name that variable.',
    });
  }
  const value = outside.env(variable);
  if (value) return value;
  throw new ReachlineError('configuration', `the environment variable ${variable} is not set`, {
    hint: `It is named by ${setting}. Set it in the environment or in .env beside reachline.yaml.`,
  });
}

/** One line per delivery. What it names came from outside. */
const terminalLog: Log = {
  debug: () => undefined,
  info: (message, fields) => note(safe(fields ? `${message}  ${JSON.stringify(fields)}` : message)),
  warn: (message) => note(`! ${safe(message)}`),
};
