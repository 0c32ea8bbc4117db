import { homeAt } from '../../pipeline/home.js';
import { receiverAt } from './receiver.js';

// A receiver in a process of its own that says where it listens.
receiverAt(homeAt(process.argv.at(-1)!)).then(async (receiver) => {
  process.stdout.write(`${await receiver.listen({ host: '127.0.0.1', port: 0 })}\n`);
});
