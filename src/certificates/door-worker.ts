import type { SignedDocument } from './document.ts';
import { createDoor, type PaperFault } from './door.ts';
import { installedFont } from './font/certificate-font.ts';
import { SourceFont } from './paper/source-font.ts';
import { paperDigest } from './paper-digest.ts';
import { answerRequests } from './worker-thread.ts';

export interface DoorQuestion {
  readonly pdf: Uint8Array;
  readonly document: SignedDocument;
}

export interface DoorAnswer {
  /** Hex SHA-256 of the octets that were read: the answer is about these and no others. */
  readonly read: string;
  /** null when they may be printed. */
  readonly fault: PaperFault | null;
}

const check = createDoor(new SourceFont(installedFont()));

answerRequests<null, DoorQuestion, DoorAnswer>(null, async ({ pdf, document }) => {
  const fault = await check(pdf, document);
  return { read: paperDigest(pdf), fault };
});
