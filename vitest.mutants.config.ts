import { defineConfig, mergeConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import unit from './vitest.config.ts';

/** The tests of a file stand at its path under test/, or near it: those run first, then the stories, then what else is related. */
class NearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const mutated = (process.env['MUTATED'] ?? '').split(':').map((file) => file.replace('src/', '').split(/[/.]/));
    const near = ({ moduleId }: TestSpecification) => {
      const own = moduleId.replace(/^.*\/test\//, '').split(/[/.]/);
      const shared = (path: readonly string[]) => path.findIndex((part, index) => part !== own[index]);
      return Math.max(own[0] === 'scenarios' ? 1.5 : 0, ...mutated.map(shared));
    };
    return files.toSorted((a, b) => near(b) - near(a));
  }
}

/** The tests of `npm test`, in the order in which they catch a mutant soonest. */
export default mergeConfig(
  unit,
  defineConfig({
    test: {
      sequence: { sequencer: NearestFirst },
      maxWorkers: 2,
      // On a busy machine a test of times fails by itself: a mutant is caught by what fails twice.
      retry: 1,
    },
  }),
);
