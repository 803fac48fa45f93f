// What the parts of docker_container read: ports, sizes, and how options are compared.

import { expect } from 'chai';
import { isSame } from '../../../src/module/docker/containers/compare.ts';
import { exposedPorts, publishedPorts } from '../../../src/module/docker/containers/ports.ts';
import { bytesOfSize, nanoseconds } from '../../../src/module/docker/containers/sizes.ts';
import { isImageId, referenceOf, splitName } from '../../../src/module/docker/images/names.ts';

describe('ports of containers', () => {
  const PUBLISHED: readonly (readonly [string, readonly string[]])[] = [
    ['80', ['80/tcp@:']],
    ['8080:80', ['80/tcp@:8080']],
    ['8080:53/UDP', ['53/udp@:8080']],
    ['127.0.0.1:8080:80', ['80/tcp@127.0.0.1:8080']],
    ['127.0.0.1::80', ['80/tcp@127.0.0.1:']],
    ['[::1]:8080:80/udp', ['80/udp@::1:8080']],
    ['7000-7002:9000-9002', ['9000/tcp@:7000', '9001/tcp@:7001', '9002/tcp@:7002']],
    ['7000-7009:9000-9001', ['9000/tcp@:7000', '9001/tcp@:7001']],
    ['8000-8100:9003', ['9003/tcp@:8000-8100']],
    ['90-91', ['90/tcp@:', '91/tcp@:']],
  ];
  for (const [text, expected] of PUBLISHED)
    it(`publishes ${text}`, () => {
      const ports = publishedPorts(text).map(({ port, hostIp, hostPort }) => `${port}@${hostIp}:${hostPort}`);
      expect(ports).to.deep.equal(expected);
    });

  it('exposes ranges port by port', () => {
    expect(exposedPorts('70-72/udp')).to.deep.equal(['70/udp', '71/udp', '72/udp']);
    expect(exposedPorts('80')).to.deep.equal(['80/tcp']);
  });
});

describe('sizes and durations of containers', () => {
  it('reads sizes', () => {
    const texts = ['64', '64B', '1k', '64M', '64MB', '1.5G', '2GiB', '5x', '', '-1'];
    expect(texts.map(bytesOfSize)).to.deep.equal([
      64,
      64,
      1024,
      67_108_864,
      67_108_864,
      1_610_612_736,
      2_147_483_648,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('reads durations', () => {
    const texts = ['30s', '1m30s', '1h', '1.5s', '10ms', '5us', '0', '5', '5d', ''];
    expect(texts.map(nanoseconds)).to.deep.equal([
      30e9,
      90e9,
      3.6e12,
      1.5e9,
      1e7,
      5e3,
      0,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('values of containers', () => {
  it('are the same where nothing was ever set', () => {
    for (const blank of [null, undefined, '', 0, false, [], {}]) expect(isSame(blank, null)).to.equal(true);
    expect(isSame(['a'], ['a'])).to.equal(true);
    expect(isSame(1, null)).to.equal(false);
    expect(isSame('no', '')).to.equal(false);
  });
});

describe('names of images', () => {
  const ID = `sha256:${'a'.repeat(64)}`;
  const NAMES: readonly (readonly [string, string])[] = [
    ['nginx', 'nginx:latest'],
    ['nginx:1.27', 'nginx:1.27'],
    ['localhost:5000/a/b', 'localhost:5000/a/b:latest'],
    ['localhost:5000/a/b:2', 'localhost:5000/a/b:2'],
    [`nginx@${ID}`, `nginx@${ID}`],
    [ID, ID],
  ];
  for (const [given, expected] of NAMES) it(given, () => expect(referenceOf(given)).to.equal(expected));

  it('have their own tag before any other', () => {
    expect(splitName('a/b:1', '2')).to.deep.equal({ name: 'a/b', tag: '1' });
    expect(splitName('a/b', '2')).to.deep.equal({ name: 'a/b', tag: '2' });
    expect([isImageId(ID), isImageId('abc')]).to.deep.equal([true, false]);
  });
});
