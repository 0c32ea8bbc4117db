/** Notebooks that a test of notebooks must refuse, and all that it must say of them. */
export const bad = {
  'a failing cell': {
    cells: ["const posts: number = 'many';"],
    expected: [/a cell failed.*not assignable to type 'number'/s],
  },
  'stderr, rejections and silence': {
    cells: [
      "console.error('on purpose 1');",
      "Promise.reject(new Error('on purpose 2'));\nconsole.log('done');",
      "console.log('');",
      'const silent = 1;',
      "setTimeout(() => Promise.reject(new Error('on purpose 3')), 200);\nconsole.log('done');",
    ],
    expected: [
      /^code cell 1: wrote to stderr: on purpose 1$/,
      /^stderr: .*UnhandledPromiseRejection: Error: on purpose 2/s, // between two cells
      /^code cell 3: has an empty output$/,
      /^code cell 4: has no output$/,
      /^stderr: .*UnhandledPromiseRejection: Error: on purpose 3/s, // when all cells were through
    ],
  },
};

export function notebookOf(sources) {
  return {
    cells: sources.map((source, index) => ({
      id: `cell-${index + 1}`,
      cell_type: 'code',
      execution_count: null,
      metadata: {},
      outputs: [],
      source,
    })),
    metadata: {
      kernelspec: { display_name: 'TypeScript (Reachline)', language: 'typescript', name: 'tslab' },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}
