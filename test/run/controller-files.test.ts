import { join } from 'node:path';
import { expect } from 'chai';
import { runPlaybook, writeProject } from '../support/run-playbook.ts';

describe('files of the controller', () => {
  it('that are directories are a failure of the task, in words', async () => {
    const project = writeProject({
      'play.yml': JSON.stringify([
        { hosts: 'all', gather_facts: false, tasks: [{ unarchive: { src: '', dest: '/tmp' }, ignore_errors: true }] },
      ]),
    });
    try {
      const { events } = await runPlaybook({ path: join(project.directory, 'play.yml'), hosts: ['one'] });
      const ended = events.find((event) => event.kind === 'host-task-finished');
      expect(JSON.stringify(ended)).to.match(/cannot read '[^']*': it is a directory; name a file/);
    } finally {
      project.remove();
    }
  });
});
