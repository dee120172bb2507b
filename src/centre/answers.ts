import type { Centre, RefusalCode, Refused } from './port.ts';

/** What a method of the centre takes and gives. */
export type Request<Method extends keyof Centre> = Parameters<Centre[Method]>[0];
export type Answer<Method extends keyof Centre> = Awaited<ReturnType<Centre[Method]>>;

export const refused = (code: RefusalCode): Refused => ({ outcome: 'failed', fault: 'refused', code });

/** Inside the centre a refusal is its code; everything else that is handed on is an object. */
export const isRefusal = <T extends object>(value: T | RefusalCode): value is RefusalCode => typeof value === 'string';
