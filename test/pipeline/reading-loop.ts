import { homeAt } from '../../pipeline/home.js';
import { openMarts } from '../../pipeline/published.js';

// A reader that opens the published marts again and again, and says each time what it saw.
const [root] = process.argv.slice(-1);

async function look(): Promise<string> {
  const marts = await openMarts(homeAt(root!));
  try {
    const [seen] = await marts.rows(
      `select (select sum(likes) from media_performance) as latest, (select max(likes) from media_daily) as daily,
         (select count(*) from runs) as runs`,
    );
    return JSON.stringify(seen);
  } finally {
    marts.close();
  }
}

async function loop(): Promise<void> {
  for (;;) process.stdout.write(`${await look()}\n`);
}
loop().catch((error: Error) => {
  process.stdout.write(`${error.stack}\n`);
  process.exit(70);
});
