import { busyRegions, loads, type MonthlyCost, monthlyCost } from './cost.ts';
import { type DailyUse, dailyUse } from './daily-use.ts';
import { type FunctionFigures, measureFunction } from './measure-function.ts';
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

export async function measuredCosts(day: OrganizationFigures): Promise<MeasuredCosts> {
  const [daily, ofFunction] = [await dailyUse(), await measureFunction()];
  const measure = (load: 'typical' | 'worst') =>
    signedUse({ accounts, busyRegions: busyRegions(loads[load]), hours: hours[load] });
  const signed = { typical: await measure('typical'), worst: await measure('worst') };
  const costOf = (load: keyof typeof loads) => {
    const files = load === 'worst' ? signed.worst : signed.typical;
    return monthlyCost(loads[load], { day, daily, ofFunction, signed: files });
  };
  const costs = { typical: costOf('typical'), withoutDigests: costOf('withoutDigests'), worst: costOf('worst') };
  return { daily, ofFunction, signed, costs };
}
