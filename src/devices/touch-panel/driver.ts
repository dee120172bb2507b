import type { Clock } from '../../clock.ts';
import { done, failed, messageOf, type Outcome } from '../../outcome.ts';
import type { DeviceHealth } from '../health.ts';
import { HidAttachment, type HidChoice } from '../hid/attachment.ts';
import type { Descriptor, Field } from '../hid/descriptor.ts';
import { bodyLength, putValue, readValue, splitReport } from '../hid/report.ts';
import type { HidLink, HidTransport } from '../hid/transport.ts';
import { type Calibration, type Corners, calibrationOf } from './calibration.ts';
import { TouchFilter } from './filter.ts';
import { FrameReader } from './frames.ts';
import { layoutOf, type TouchLayout } from './layout.ts';
import type { Pointer, TouchPanel } from './port.ts';
import { defaultLimits, type TouchLimits } from './rules.ts';
import { usages } from './usages.ts';

export interface TouchPanelOptions {
  readonly transport: HidTransport;
  readonly clock: Clock;
  /** Which panel, where more than one is plugged in. */
  readonly choice?: Omit<HidChoice, 'usages'>;
  /** Corners of the picture in the panel's units; the ends of its axes when left out. */
  readonly corners?: Corners | undefined;
  readonly limits?: TouchLimits;
  /** Told the ends of its axes, in its units, when a panel is opened. */
  readonly opened?: (ends: Corners) => void;
  readonly hear: (pointer: Pointer) => void;
  /** Told after the first look, and whenever it changes. Reasons: `not-found`, `two-devices`, `not-opened`, `unfit`. */
  readonly health?: (health: DeviceHealth) => void;
  readonly note?: (sentence: string) => void;
}

/** Touch screen and touch pad as outermost collections. */
export const panelUsages: readonly number[] = [usages.touchScreen, usages.touchPad];

/** Device Mode "Multi-input", which panels for Windows have to be told (HID Usage Tables 1.5, 16.7). */
const touchMode = 2;
/** The most that a panel can say in one byte, where it does not say how many contacts it knows. */
const anyCount = 255;

/** The corners of a panel that lies exactly over its picture. */
function ownCorners({ first: { x, y } }: TouchLayout): Corners {
  return {
    topLeft: [x.min, y.min],
    topRight: [x.max, y.min],
    bottomRight: [x.max, y.max],
    bottomLeft: [x.min, y.max],
  };
}

interface Panel {
  readonly descriptor: Descriptor;
  readonly frames: FrameReader;
  readonly calibration: Calibration;
}

/** A touch panel that speaks HID, of any vendor. */
export function createTouchPanel(options: TouchPanelOptions): TouchPanel {
  const { transport, clock, corners, health = () => {}, note = () => {} } = options;
  const filter = new TouchFilter(clock, options.limits ?? defaultLimits, options.hear);
  let panel: Panel | null = null;
  // Once for each panel: rubbish comes hundreds of times a second.
  let noted = false;
  const begin = async (descriptor: Descriptor, link: HidLink): Promise<Outcome<null, 'unfit'>> => {
    const layout = layoutOf(descriptor);
    if (layout.outcome !== 'done') return layout;
    const calibration = calibrationOf(corners ?? ownCorners(layout.value));
    if (calibration.outcome !== 'done') return failed('unfit', 'Its calibration is not one.');
    const most = await ask(descriptor, link, layout.value.maximum);
    await setMode(descriptor, link, layout.value.mode).catch((error) =>
      note(`The touch panel did not take its mode: ${messageOf(error)}`),
    );
    options.opened?.(ownCorners(layout.value));
    panel = { descriptor, frames: new FrameReader(layout.value, most || anyCount), calibration: calibration.value };
    return done(null);
  };
  const report = (bytes: Uint8Array): void => {
    if (panel === null) return;
    const one = splitReport(panel.descriptor, bytes);
    const frame = one === null ? failed('malformed', 'an empty report') : panel.frames.read(one);
    if (frame.outcome === 'done') {
      if (frame.value !== null) filter.see(frame.value, panel.calibration);
      return;
    }
    filter.reset();
    if (!noted) note(`The touch panel sent something that is no touch: ${frame.detail}.`);
    noted = true;
  };
  const lost = (): void => {
    panel = null;
    noted = false;
    filter.reset();
  };
  const choice = { ...options.choice, usages: panelUsages };
  return new HidAttachment(transport, clock, choice, { begin, report, lost, health }, note);
}

/** The value of a feature; 0 where the panel has none, or does not answer. */
async function ask(descriptor: Descriptor, link: HidLink, field: Field | null): Promise<number> {
  if (field === null) return 0;
  const body = await featureOf(descriptor, link, field).catch(() => null);
  return body === null ? 0 : (readValue(field, body) ?? 0);
}

async function featureOf(descriptor: Descriptor, link: HidLink, { report }: Field): Promise<Uint8Array> {
  const bytes = await link.getFeature(report, bodyLength(descriptor, 'feature', report) + 1);
  return bytes.slice(1);
}

/** Sets the mode and leaves what else is in the report as it is. */
async function setMode(descriptor: Descriptor, link: HidLink, mode: Field | null): Promise<void> {
  if (mode === null) return;
  const body = await featureOf(descriptor, link, mode);
  if (readValue(mode, body) === touchMode) return;
  putValue(mode, body, touchMode);
  await link.setFeature(Uint8Array.of(mode.report, ...body));
}
