import type { PageData } from '../page-data.js';
import { upgradeCharts } from './charts.js';
import { showFilter } from './filter.js';
import { keepPlace } from './place.js';
import { showPosts } from './posts.js';
import { showSaving } from './saving.js';

/** Everything a script adds to the report. Without it the page is complete; what fails here leaves it as it was. */
const data = JSON.parse(document.getElementById('page-data')!.textContent!) as PageData;
const place = keepPlace(data.formats);
showFilter(data, place);
upgradeCharts(data, place);
showSaving(data);
showPosts(data, place);
place.arrive();
