import type { FrameCorruption } from './fault-rule.ts';

type Container = Record<string, unknown> | unknown[];

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

/** Changes the first member of this name in the tree; tells whether there was one. */
function changeMember(tree: Container, corruption: Exclude<FrameCorruption, string>): boolean {
  if (!Array.isArray(tree)) {
    const name = 'remove' in corruption ? corruption.remove : corruption.replace;
    if (Object.hasOwn(tree, name)) {
      if ('remove' in corruption) Reflect.deleteProperty(tree, name);
      else Reflect.set(tree, name, corruption.value);
      return true;
    }
  }
  return Object.values(tree).some((value: unknown) => isContainer(value) && changeMember(value, corruption));
}

/** Neither UTF-8 nor the beginning of anything compressed. */
const NO_TEXT: Uint8Array = Uint8Array.of(0xff, 0x00, 0xfe, 0x80, 0xc0, 0xc1, 0xf5, 0x07);

/**
 * A frame with the corruption done to it; a frame that has no such member is cut to half, so that it is never sent intact.
 * @param pack how the dialect packs a frame; undefined where it threw. Default: not at all.
 */
export function corruptFrame(
  frame: string,
  corruption: FrameCorruption,
  pack: (frame: string) => string | Uint8Array | undefined = (text) => text,
): string | Uint8Array {
  if (corruption === 'binary') return NO_TEXT;
  const half = frame.slice(0, Math.ceil(frame.length / 2));
  if (corruption === 'packing') {
    const packed = pack(frame);
    return packed instanceof Uint8Array ? packed.slice(0, Math.ceil(packed.byteLength / 2)) : half;
  }
  if (corruption === 'malformed') return half;
  let tree: unknown;
  try {
    tree = JSON.parse(frame);
  } catch {
    return half;
  }
  return isContainer(tree) && changeMember(tree, corruption) ? JSON.stringify(tree) : half;
}
