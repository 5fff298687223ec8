import { hurriedClock, paced as realPaced } from '../../../infra/http/pace.ts';

/** Stands in for the pace of requests in a measured bundle: it waits a thousandth of the time. */
export const machineClock = hurriedClock;
export const paced = realPaced;
