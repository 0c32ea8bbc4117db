import type { Command } from 'commander';
import type { JobOptions, JobResult } from '../pipeline/index.js';
import { type Context, contextOf } from './context.js';

/** Runs one of the pipeline's jobs with progress on the terminal, and shows its last screen. */
export async function runJob(
  title: string,
  command: Command,
  work: (options: JobOptions, context: Context) => Promise<JobResult>,
  asOf?: Date,
): Promise<void> {
  const [{ progress }, { showResult }] = await Promise.all([import('./progress.js'), import('./summary.js')]);
  const context = await contextOf(command, asOf);
  const events = progress(context.logFormat === 'text');
  const { home, connectors, outside } = context;
  const loaded = await context.load();
  const result = await work({ home, loaded, connectors, outside, events }, context).finally(() =>
    events.done(),
  );
  await showResult(title, result, context);
}
