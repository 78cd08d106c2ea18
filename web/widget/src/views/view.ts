import type { Scene } from '../scene'

/** A part of the window: its nodes are made once, and drawn again whenever the scene changes. */
export interface View {
  nodes: Node[]
  show(scene: Scene): void
  /** Where a person's hands should be when this comes up. */
  focus(): void
}
