/** What is wrong with an executed notebook, a line each: cells that failed, that wrote to stderr, or say nothing. */
export function faultsOf(notebook) {
  return notebook.cells
    .filter(({ cell_type }) => cell_type === 'code')
    .flatMap((cell, index) => faultsOfCell(cell).map((fault) => `code cell ${index + 1}: ${fault}`));
}

function faultsOfCell({ outputs }) {
  if (outputs.length === 0) return ['has no output'];
  return outputs.flatMap((output) => {
    if (output.output_type === 'error') return [`failed: ${output.ename}: ${output.evalue}`];
    if (output.output_type === 'stream') {
      const text = [output.text].flat().join('');
      if (output.name === 'stderr') return [`wrote to stderr: ${text.trim().slice(0, 500)}`];
      return text.trim() === '' ? ['has an empty output'] : [];
    }
    const contents = Object.values(output.data ?? {}).map((content) =>
      typeof content === 'string' || Array.isArray(content)
        ? [content].flat().join('')
        : JSON.stringify(content),
    );
    return contents.some((content) => content.trim() !== '') ? [] : ['has an empty output'];
  });
}
