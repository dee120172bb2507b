import { Command } from 'commander';
import { messageOf } from '../outcome.ts';
import { auditCommand } from './audit.ts';
import { cardCommand } from './card.ts';
import { modelCommand } from './model.ts';
import { replayCommand } from './replay.ts';
import { simulateCommand } from './simulate.ts';
import { staffCommand } from './staff.ts';
import { startCommand } from './start.ts';
import { touchCommand } from './touch.ts';
import { verifyCommand } from './verify.ts';
import { visitCommand } from './visit.ts';
import { watchCommand } from './watch.ts';

const program = new Command('madoguchi')
  .description(
    'The program inside a self-service terminal that issues municipal certificates against a My Number card.',
  )
  .showHelpAfterError('(madoguchi --help tells what is allowed)')
  .addCommand(startCommand())
  .addCommand(watchCommand())
  .addCommand(staffCommand())
  .addCommand(visitCommand())
  .addCommand(verifyCommand())
  .addCommand(cardCommand())
  .addCommand(touchCommand())
  .addCommand(modelCommand())
  .addCommand(simulateCommand())
  .addCommand(replayCommand())
  .addCommand(auditCommand());

try {
  await program.parseAsync();
} catch (error) {
  console.error(`madoguchi: ${messageOf(error)}`);
  // A kiosk that was already built has timers and threads; what could not be started shall not go on.
  process.exit(1);
}
