import { expect } from 'chai';
import { Dict, type Value } from '../../src/model/value.ts';
import {
  evaluate,
  evaluateAsync,
  literalOf,
  nodeScope,
  omitToken,
  type Pass,
  RawScopeObject,
  renderNode,
  renderText,
  type Scope,
  ScopeObject,
  valueScope,
} from '../../src/template/index.ts';
import { engine, engineWith, nodeOf, scalar } from './engine.ts';
import { encode } from './values.ts';

function scopeOf(variables: Readonly<Record<string, unknown>>): Scope {
  return nodeScope(new Map(Object.entries(variables).map(([name, data]) => [name, nodeOf(data)])));
}

function rendered(text: string, scope: Scope): unknown {
  const result = evaluate(engine, scope, (pass) => encode(renderText(pass, text)));
  return result.ok ? result.value : { problem: result.problem.message };
}

describe('variables', () => {
  it('are rendered when they are needed, and no others', () => {
    const scope = scopeOf({ good: '{{ deeper }}!', deeper: '{{ deepest }}', deepest: 'x', bad: '{{ nowhere }}' });
    expect(rendered('{{ good }}', scope)).to.equal('x!');
  });

  it('are rendered once in a pass', () => {
    let calls = 0;
    const scope: Scope = {
      lookup: (name) => {
        if (name !== 'x') return undefined;
        calls++;
        return { kind: 'value', value: 1 };
      },
      names: () => ['x'],
    };
    expect(rendered('{{ x + x + x }}', scope)).to.equal('3');
    expect(calls).to.equal(1);
  });

  it('that came as data are never templates', () => {
    const scope = valueScope(new Map<string, Value>([['stdout', '{{ secret }}']]));
    expect(rendered('{{ stdout }}', scope)).to.equal('{{ secret }}');
    expect(rendered('<{{ stdout }}>', scope)).to.equal('<{{ secret }}>');
  });

  it('marked as unsafe are never templates, in lists and maps too', () => {
    const unsafe = { ...nodeOf(['{{ secret }}']), tag: 'unsafe' } as const;
    const result = evaluate(engine, scopeOf({}), (pass) => [
      renderNode(pass, scalar('{{ secret }}', 'unsafe')),
      renderNode(pass, unsafe),
    ]);
    expect(result).to.deep.equal({ ok: true, value: ['{{ secret }}', ['{{ secret }}']] });
  });

  it('that are encrypted are decrypted, and what comes out is no template', () => {
    const decrypting = engineWith({ decrypt: (text) => Buffer.from(`{{ ${text} }}`) });
    const result = evaluate(decrypting, scopeOf({}), (pass) => renderNode(pass, scalar('sealed', 'vault')));
    expect(result).to.deep.equal({ ok: true, value: '{{ sealed }}' });
  });

  it('that refer to themselves are named', () => {
    const scope = scopeOf({ a: '{{ b }}', b: ['{{ c.x }}'], c: { x: '{{ a }}' } });
    expect(rendered('{{ a }}', scope)).to.deep.equal({
      problem: "the variable 'a' refers to itself: a -> b -> c -> a",
    });
  });

  it('that are changed by a template stay as they were for everybody else', () => {
    const list: Value[] = [1];
    const scope = valueScope(new Map<string, Value>([['list', list]]));
    expect(rendered('{% set _ = list.append(2) %}{{ list }}', scope)).to.deep.equal([1, 2]);
    expect(list).to.deep.equal([1]);
  });
});

describe('macros and includes without end', () => {
  it('are named instead of ending the process', () => {
    const problem = 'templates are nested more than 250 levels deep, probably without end';
    expect(rendered('{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}', scopeOf({}))).to.deep.equal({ problem });
    expect(rendered('{% for i in l recursive %}{{ loop(l) }}{% endfor %}', scopeOf({ l: [1] }))).to.deep.equal({
      problem,
    });
  });

  it('are found in expressions too', () => {
    const deep = `{{ ${'('.repeat(1000)}1${')'.repeat(1000)} }}`;
    expect(rendered(deep, scopeOf({}))).to.deep.equal({ problem: 'expressions are nested too deeply' });
  });
});

describe('other scopes as values', () => {
  const web = scopeOf({ port: 80, url: 'http://{{ name }}:{{ port }}', name: 'web1' });
  const host = new Dict().set('web1', new ScopeObject(web));

  it('render their variables within themselves', () => {
    const scope = valueScope(
      new Map<string, Value>([
        ['hostvars', host],
        ['name', 'other'],
      ]),
    );
    expect(rendered("{{ hostvars['web1'].url }} {{ hostvars.web1['port'] }} {{ name }}", scope)).to.equal(
      'http://web1:80 80 other',
    );
    expect(rendered("{{ hostvars.web1.nothing | default('-') }} {{ 'port' in hostvars.web1 }}", scope)).to.equal(
      '- True',
    );
    expect(rendered('{{ hostvars.web1 | dictsort }}', scope)).to.deep.equal([
      { $tuple: ['name', 'web1'] },
      { $tuple: ['port', 80] },
      { $tuple: ['url', 'http://web1:80'] },
    ]);
  });

  it('can be had as they are written', () => {
    const scope = valueScope(new Map<string, Value>([['vars', new RawScopeObject(web)]]));
    expect(rendered('{{ vars.url }}', scope)).to.equal('http://{{ name }}:{{ port }}');
  });
});

describe('waiting', () => {
  const wait = (pass: Pass, key: string) => pass.wait(key, () => Promise.resolve(`<${key}>`));

  it('runs the evaluation again with each answer', async () => {
    let runs = 0;
    const result = await evaluateAsync(engine, scopeOf({}), (pass) => {
      runs++;
      return `${wait(pass, 'a')} ${wait(pass, 'b')} ${wait(pass, 'a')}`;
    });
    expect(result).to.deep.equal({ ok: true, value: '<a> <b> <a>' });
    // Three requests: the same one twice may be answered differently.
    expect(runs).to.equal(4);
  });

  it('is refused where the answer is needed at once', () => {
    const result = evaluate(engine, scopeOf({}), (pass) => wait(pass, 'a'));
    expect(result).to.deep.equal({
      ok: false,
      problem: { severity: 'error', message: "'a' has to be waited for, which is not possible here" },
    });
  });

  it('hands failures on', async () => {
    const failing = () =>
      evaluateAsync(engine, scopeOf({}), (pass) => pass.wait('a', () => Promise.reject(new Error('broken'))));
    const error: unknown = await failing().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.be.an('error').with.property('message', 'broken');
  });
});

describe('omit', () => {
  it('is one text for the whole run', () => {
    expect(rendered('{{ nothing | default(omit) }}', scopeOf({}))).to.equal(omitToken);
  });
});

describe('a node as it is written', () => {
  it('keeps its templates', () => {
    expect(encode(literalOf(nodeOf({ a: ['{{ x }}', 1] })))).to.deep.equal({ $dict: [['a', ['{{ x }}', 1]]] });
  });
});
