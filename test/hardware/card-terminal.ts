/**
 * A terminal of which only the card reader is there: uses the signature PIN of the card that is put in twenty times, then says
 * `done` and stays, to be looked into.
 */
import { JpkiClient } from '../../src/card/jpki.ts';
import { CardReaderDriver } from '../../src/devices/card-reader/driver.ts';
import { PcscTransport } from '../../src/devices/card-reader/pcsc-transport.ts';
import { systemClock } from '../../src/system-clock.ts';

/** The PIN, so that it stands nowhere as it is: each byte of the argument is one off. */
const veiled = Buffer.from(process.argv[2] ?? '');
const bytes = Buffer.from(new ArrayBuffer(veiled.length));

const reader = new CardReaderDriver(new PcscTransport(null, systemClock), systemClock);
reader.start({
  inserted: async (insertion) => {
    for (let run = 0; run < 20; run += 1) {
      const said = await reader.session(insertion, async (channel) => {
        const client = new JpkiClient((command) => channel.transmit(command));
        await client.selectApplication('jpki');
        await client.pinState('sign');
        for (const [place, byte] of veiled.entries()) bytes[place] = byte - 1;
        const verified = await client.verify(bytes);
        bytes.fill(0);
        return verified;
      });
      if (run === 19) console.log('done', JSON.stringify(said));
    }
  },
  removed: () => {},
  health: (state) => console.log(state),
});
