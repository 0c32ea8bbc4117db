import { drawsFor } from '../world/random.js';
import type { Params } from './call.js';
import { type DataFault, endpointKinds, type FaultName, faults, mostInARow, type Victim } from './faults.js';

/** A fault that is switched on. */
export interface FaultRule {
  readonly fault: FaultName;
  /** Kind of endpoint such as `media/insights`; those of the catalogue when absent. */
  readonly endpoint?: string;
  /** Share of the tries that a transient fault hits, of the victims that a permanent one chooses; 0 to 1, 1 when absent. */
  readonly rate?: number;
  /** Decides which; 1 when absent. */
  readonly seed?: number;
  /** Ends after so many hits; a permanent fault has at most so many victims. */
  readonly times?: number;
  /** Milliseconds of real time for `slow`; 2000 when absent. */
  readonly delayMs?: number;
}

/** A request as faults see it. */
export interface Asked {
  readonly endpoint: string;
  /** What makes it the same request again: method, path and parameters without the token. */
  readonly key: string;
  readonly params: Params;
  /** What a permanent fault could choose about it; `undefined` when it has no such thing. */
  readonly victim: (kind: Victim) => string | undefined;
}

/** What a permanent fault has struck so far. */
export interface StruckVictim {
  readonly fault: FaultName;
  readonly endpoint: string;
  /** What was chosen, e.g. a media id; a digest for a token. */
  readonly victim: string;
  /** `null` unless a metric was chosen. */
  readonly metric: string | null;
}

export interface FaultPlan {
  /** Replaces all rules and forgets what happened. Throws RangeError for a rule that could never strike. */
  set(rules: readonly FaultRule[]): void;
  rules(): readonly FaultRule[];
  /** The rule that hits this request, if one does. The n-th try of the same request always fares the same. */
  strike(asked: Asked): FaultRule | undefined;
  /** Whether a fault about the data has chosen this victim, or this metric of it. */
  afflicts(fault: DataFault, endpoint: string, victim: string, metric?: string): boolean;
  /** In the order of the first strike. */
  victims(): readonly StruckVictim[];
}

interface Entry {
  readonly rule: FaultRule;
  hits: number;
  /** Whether it was chosen, by victim. */
  readonly chosen: Map<string, boolean>;
}

/** Why a rule could never strike; `undefined` when it can. */
export function problemWith({ fault, endpoint }: FaultRule): string | undefined {
  if (endpoint === undefined) return undefined;
  if (!endpointKinds.includes(endpoint))
    return `there is no endpoint ${endpoint}; there are ${endpointKinds.join(', ')}`;
  const { effect, endpoints = endpointKinds } = faults[fault];
  const isBound = effect.kind === 'data' && fault !== 'object-missing';
  return isBound && !endpoints.includes(endpoint)
    ? `${fault} strikes ${endpoints.join(' and ')}, not ${endpoint}`
    : undefined;
}

export function createFaultPlan(): FaultPlan {
  let active: Entry[] = [];
  const requests = new Map<string, { tries: number; inARow: number }>();
  const struck = new Map<string, StruckVictim>();

  const concerns = ({ rule }: Entry, endpoint: string): boolean =>
    rule.endpoint === undefined
      ? (faults[rule.fault].endpoints?.includes(endpoint) ?? true)
      : rule.endpoint === endpoint;

  /** A victim is chosen once and for all. */
  const chooses = (entry: Entry, endpoint: string, victim: string, metric: string | null): boolean => {
    const { rule, chosen } = entry;
    const name = metric === null ? victim : `${victim} ${metric}`;
    let isChosen = chosen.get(name);
    if (isChosen === undefined) {
      isChosen =
        (rule.times === undefined || entry.hits < rule.times) &&
        drawsFor(rule.seed ?? 1, rule.fault, name).uniform() < (rule.rate ?? 1);
      if (isChosen) entry.hits += 1;
      chosen.set(name, isChosen);
    }
    if (isChosen) {
      const key = `${rule.fault} ${endpoint} ${name}`;
      if (!struck.has(key)) struck.set(key, { fault: rule.fault, endpoint, victim, metric });
    }
    return isChosen;
  };

  const passing = (entry: Entry, asked: Asked, tries: number, inARow: number): boolean => {
    const { rule } = entry;
    if (faults[rule.fault].lasting !== 'transient' || !concerns(entry, asked.endpoint)) return false;
    if (rule.times !== undefined && entry.hits >= rule.times) return false;
    if (inARow >= mostInARow && !isHarmless(rule.fault)) return false;
    return drawsFor(rule.seed ?? 1, rule.fault, asked.key, tries).uniform() < (rule.rate ?? 1);
  };

  const staying = (entry: Entry, asked: Asked): boolean => {
    const { effect } = faults[entry.rule.fault];
    if (!('victim' in effect) || !effect.victim || !concerns(entry, asked.endpoint)) return false;
    if (effect.kind === 'error' && effect.only && !effect.only(asked.params)) return false;
    const victim = asked.victim(effect.victim);
    return victim !== undefined && chooses(entry, asked.endpoint, victim, null);
  };

  return {
    set(rules) {
      const problem = rules.map(problemWith).find((text) => text !== undefined);
      if (problem !== undefined) throw new RangeError(problem);
      active = rules.map((rule) => ({ rule, hits: 0, chosen: new Map() }));
      requests.clear();
      struck.clear();
    },
    rules: () => active.map(({ rule }) => rule),
    strike(asked) {
      if (active.length === 0) return undefined;
      const history = requests.get(asked.key) ?? { tries: 0, inARow: 0 };
      requests.set(asked.key, history);
      history.tries += 1;
      const hit = active.find((entry) => passing(entry, asked, history.tries, history.inARow));
      history.inARow = hit && !isHarmless(hit.rule.fault) ? history.inARow + 1 : 0;
      if (hit) hit.hits += 1;
      return (hit ?? active.find((entry) => staying(entry, asked)))?.rule;
    },
    afflicts: (fault, endpoint, victim, metric) =>
      active.some(
        (entry) =>
          entry.rule.fault === fault &&
          concerns(entry, endpoint) &&
          chooses(entry, endpoint, victim, metric ?? null),
      ),
    victims: () => [...struck.values()],
  };
}

/** The request is answered all the same. */
const isHarmless = (fault: FaultName): boolean =>
  ['slow', 'next-version', 'next-endless'].includes(faults[fault].effect.kind);
