import { busyRegions, loads, type MonthlyCost, monthlyCost } from './cost.ts';
import type { DailyUse } from './daily-use.ts';
import type { FunctionFigures } from './measure-function.ts';
import { type SignedFigures, signedUse } from './signed-use.ts';
import type { OrganizationFigures } from './simulate.ts';

/** The costs of the loads, with what was measured for them beside the simulated day. */
export interface MeasuredCosts {
  readonly daily: DailyUse;
  readonly ofFunction: FunctionFigures;
  readonly signed: Readonly<Record<'typical' | 'worst', SignedFigures>>;
  readonly costs: Readonly<Record<keyof typeof loads, MonthlyCost>>;
}

/** The accounts of one gathering group of a thousand, for hours in which they are counted twice, or once. */
const accounts = 31;
const hours = { typical: 12, worst: 6 };

type Load = keyof typeof hours;

/** What signed files of a load take of the table. */
export const measureSigned = (load: Load): Promise<SignedFigures> =>
  signedUse({ accounts, busyRegions: busyRegions(loads[load]), hours: hours[load] });

/** The costs from a simulated day and from what was measured beside. */
export function costsOf(day: OrganizationFigures, measured: Omit<MeasuredCosts, 'costs'>): MeasuredCosts['costs'] {
  const { daily, ofFunction, signed } = measured;
  const costOf = (load: keyof typeof loads) => {
    const files = load === 'worst' ? signed.worst : signed.typical;
    return monthlyCost(loads[load], { day, daily, ofFunction, signed: files });
  };
  return { typical: costOf('typical'), withoutDigests: costOf('withoutDigests'), worst: costOf('worst') };
}
