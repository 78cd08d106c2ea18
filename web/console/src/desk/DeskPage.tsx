// The three panes: list, chat, visitor. Too narrow for three, the visitor's becomes a drawer; too narrow for two, one
// pane is shown at a time.

import { useEffect } from 'react'
import { useShell } from '../app/shell'
import { words } from '../words'
import { ChatPane } from './ChatPane'
import { ListPane } from './ListPane'
import { SidePane } from './SidePane'

export function DeskPage() {
  const pane = useShell((s) => s.pane)
  const sideOpen = useShell((s) => s.sideOpen)
  useEffect(() => {
    if (!sideOpen) return
    const heard = (e: KeyboardEvent) => e.key === 'Escape' && useShell.setState({ sideOpen: false })
    addEventListener('keydown', heard)
    return () => removeEventListener('keydown', heard)
  }, [sideOpen])
  return (
    <main className="panes" data-pane={pane}>
      <h1 className="sr">{words.nav.chats}</h1>
      <ListPane />
      <ChatPane />
      <SidePane />
    </main>
  )
}
