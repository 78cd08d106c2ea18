// Counts what the page's policy refuses. It runs before everything else on the page, so that nothing is missed.
{
  const refused = []

  const show = () => {
    const count = document.getElementById('count')
    const list = document.getElementById('list')
    if (!count || !list) return
    count.textContent = refused.length === 0 ? 'The policy has refused nothing.' : `The policy has refused ${refused.length}.`
    list.textContent = refused.join('\n')
    list.hidden = refused.length === 0
  }

  document.addEventListener('securitypolicyviolation', (e) => {
    refused.push(`${e.effectiveDirective}: ${e.blockedURI} ${e.sourceFile ?? ''}:${e.lineNumber} ${e.sample}`)
    show()
  })
  document.addEventListener('DOMContentLoaded', show)
}
