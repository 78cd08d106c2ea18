// Hands a text to the browser, to be saved as a file.

export function download(text: string): void {
  const a = document.createElement('a')
  a.href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }))
  a.download = 'chat.txt'
  a.click() // its text is small, and goes with the page
}
