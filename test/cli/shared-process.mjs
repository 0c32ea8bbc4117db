// Runs the command line again and again in one process, each time as if it had just been started: arguments, environment, folder,
// exit code, and what is done at exit. Modules stay loaded, which is most of what a start costs.
import { pathToFileURL } from 'node:url';

const [main] = process.argv.slice(2);
process.setMaxListeners(0);
process.once('disconnect', () => process.exit());
let calls = 0;

process.on('message', async ({ args, cwd, env, mark }) => {
  process.argv = [process.execPath, main, ...args];
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  process.exitCode = undefined;
  calls += 1;
  const listeners = process.rawListeners('exit');
  await import(`${pathToFileURL(main).href}?call=${calls}`);
  for (const listener of process.rawListeners('exit').filter((one) => !listeners.includes(one))) {
    listener.call(process, process.exitCode ?? 0);
    process.off('exit', listener);
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.removeAllListeners(signal);
  process.stdout.removeAllListeners('error');
  process.stdout.write(mark);
  process.stderr.write(mark);
  process.send(process.exitCode ?? 0);
});
