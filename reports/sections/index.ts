import type { Section } from '../figure.js';
import type { Study } from '../study.js';
import { audience } from './audience.js';
import { benchmarks } from './benchmarks.js';
import { cadence } from './cadence.js';
import { changes, type Finding, findings } from './changes.js';
import { engagement } from './engagement.js';
import { formats } from './formats.js';
import { growth } from './growth.js';
import { method } from './method.js';
import { next } from './next.js';
import { outlook } from './outlook.js';
import { bestAndWorst } from './posts.js';
import { dataQuality } from './quality.js';
import { reach } from './reach.js';
import { reels } from './reels.js';
import { stories } from './stories.js';
import { timing } from './timing.js';
import { topics } from './topics.js';

/** The sections of a report in their fixed order, pure functions of what it is made from; figures hold chart, table and words. */
export function sectionsOf(study: Study, told: readonly Finding[] = findings(study)): Section[] {
  return [
    changes(study, told),
    next(study),
    growth(study),
    reach(study),
    engagement(study),
    formats(study),
    reels(study),
    stories(study),
    bestAndWorst(study),
    timing(study),
    topics(study),
    cadence(study),
    audience(study),
    benchmarks(study),
    outlook(study),
    dataQuality(study),
    method(study),
  ];
}
