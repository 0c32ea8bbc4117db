export type { Cell, Marts, Publication, PublishedTable } from './marts.js';
