import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// What is tested is what runs in a shop: otherwise the development build of XState would be.
process.env.NODE_ENV = 'production';

/** The long ones, longest first: on two cores a long file that begins last is waited for alone. */
const longest = [
  'test/crash/kill.test.ts',
  'test/e2e/walk-away.test.ts',
  'test/e2e/services.test.ts',
  'test/screens/screens.test.ts',
  'test/shop/',
  'test/e2e/visit.test.ts',
  'test/machines/model.test.ts',
  'test/hardware/',
  'test/crash/',
  'test/e2e/',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = longest.findIndex((path) => moduleId.includes(path));
      return found === -1 ? longest.length : found;
    };
    return [...files].sort((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Two cores; the long tests with daemons and Chromium mostly wait.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
