// A dialog: the focus stays inside, Escape goes back to where it came from, and its buttons repeat the verb.

import type { ReactNode } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'

interface Props {
  title: string
  close(): void
  children: ReactNode
  foot: ReactNode
  /** Destroys something: read as an alert. */
  alert?: boolean
}

export function DialogBox({ title, close, children, foot, alert }: Props) {
  return (
    <ModalOverlay className="veil" isOpen isDismissable={!alert} onOpenChange={(open) => !open && close()}>
      <Modal className="dialog-box">
        <Dialog className="dialog" role={alert ? 'alertdialog' : 'dialog'}>
          <header>
            <Heading slot="title" level={2}>
              {title}
            </Heading>
          </header>
          <div className="dialog-body">{children}</div>
          <footer>{foot}</footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
