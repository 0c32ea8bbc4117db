export { type Clock, createClock } from './clock.js';
export { type Emulator, type EmulatorOptions, type LoggedRequest, startEmulator } from './emulator.js';
export { type FaultRule, problemWith, type StruckVictim } from './graph/fault-plan.js';
export {
  type Absence,
  type AbsenceReason,
  endpointKinds,
  type Fault,
  type FaultName,
  faultNames,
  faults,
  mostInARow,
} from './graph/faults.js';
export type { Consent } from './graph/login-codes.js';
export type { Token } from './graph/tokens.js';
export type { AccountDay, Surface } from './world/account-days.js';
export { defaultAccounts } from './world/accounts.js';
export type { Comment } from './world/comments.js';
export type { Counters } from './world/counters.js';
export type { Post } from './world/post.js';
export type { AccountProfile, Format, Incident } from './world/profile.js';
export { type Account, createWorld, type World, type WorldOptions } from './world/world.js';
