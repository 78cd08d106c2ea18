// What a supervisor's panel holds: its lists, its filters, and the chat that is watched.

import { create } from 'zustand'
import type { OpenChat } from '../desk/desk'
import type { Filters, Panels } from './panels'

export interface Watched {
  chat: string
  /** The name of the agent who called. */
  agent: string
  state: 'opening' | 'open' | 'refused'
  error?: string
  c?: OpenChat
}

export interface Floor {
  state: 'loading' | 'open' | 'refused'
  error?: string
  panels: Panels
  /** Undefined until she chooses: the defaults of her configuration (R200). */
  filters?: Filters
  watched?: Watched
}

export const floorStart: Floor = {
  state: 'loading',
  panels: {},
  filters: undefined,
  watched: undefined,
  error: undefined,
}

export const useFloor = create<Floor>(() => floorStart)
