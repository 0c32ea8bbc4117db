import { rounded, tell } from './measured.js';
import { built, landed } from './published.js';
import { rawHistory } from './raw-history.js';
import { inTemporaryFolder } from './temporary-folder.js';

export interface NightBench {
  /** Of posts' counters, in all nights before the one that is measured. */
  readonly observations: number;
}

const nights = 60;
const accounts = 100;
/** Days of posts before the first night: with the sixty nights no post grows too old to be listed every night. */
const days = 29;
const countersPerPost = 10.27;

/**
 * Build, check and publish of one night after sixty, in which every post was read every night; the floor is none, the target ten
 * seconds. The history before it is built at once.
 */
export async function night({ observations }: NightBench) {
  const listings = Array.from({ length: nights }, (_, past) => days + past).reduce(
    (sum, day) => sum + day,
    0,
  );
  const postsPerDay = observations / countersPerPost / listings;
  return inTemporaryFolder(async (folder) => {
    const history = await rawHistory({ folder, accounts, posts: Math.round(postsPerDay * days), days });
    let before = 0;
    for (let past = 0; past < nights; past++) {
      const reading = past === 0 ? await history.first() : await history.night();
      before += reading.observations;
    }
    tell(`${nights} nights landed: ${before} observations of ${history.expected().posts} posts`);
    const full = await built(history, ['--full']);
    const { listed, observations: fresh } = await landed(() => history.night());
    const next = await built(history);
    return {
      observations: before,
      nights,
      posts: listed,
      night_observations: fresh,
      seconds: rounded(next.seconds),
      full_seconds: rounded(full.seconds),
      peak_rss_mb: Math.max(full.peakRssMb, next.peakRssMb),
    };
  });
}
