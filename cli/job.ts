import type { Command } from 'commander';
import type { JobOptions, JobResult } from '../pipeline/index.js';
import { type Context, contextOf } from './context.js';

/** Runs one of the pipeline's jobs with progress on the terminal, and shows its last screen. `null`: there was nothing to do. */
export async function runJob<Result extends JobResult>(
  title: string,
  command: Command,
  work: (options: JobOptions, context: Context) => Promise<Result | null>,
  asOf?: Date,
): Promise<Result | null> {
  const [{ progress }, { showResult }] = await Promise.all([import('./progress.js'), import('./summary.js')]);
  const context = await contextOf(command, asOf);
  const events = progress(context.logFormat === 'text');
  const { home, connectors, outside } = context;
  const loaded = await context.load();
  const result = await work({ home, loaded, connectors, outside, events }, context).finally(() =>
    events.done(),
  );
  if (result) await showResult(title, result, context);
  return result;
}
