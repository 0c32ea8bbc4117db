import type { Kind } from './kind.js';

/** A crawler of Brazilian town halls: `;`, `dd/mm/yyyy`, `1.203` for 1203. */
export const crawlPtBr: Kind = {
  name: 'crawl-pt-br',
  title: 'pt-BR crawl',
  origin: 'a crawler’s table in Portuguese: Post, Curtidas, Link, QTD_Comentários, Data',
  reads: 'posts: link, text, day, likes, number of comments',
  unknown:
    'The file does not name the account: `--account`. Only the day is known, not the time. Shares are 0 in every row of such files and are not loaded; texts of comments are not read',
  zone: 'America/Sao_Paulo',
  layouts: [
    {
      name: 'posts',
      signature: [['Link'], ['Curtidas'], ['QTD_Comentários', 'QTD_Comentarios']],
      dates: 'dd/mm/yyyy',
      others: 'any',
      columns: {
        permalink: ['Link'],
        caption: ['Post'],
        posted_at: ['Data'],
        likes: ['Curtidas'],
        comments: ['QTD_Comentários', 'QTD_Comentarios'],
        account_name: ['Prefeitura'],
      },
    },
  ],
  refuse(cell) {
    const value = cell(['Plataforma']).trim();
    if (value === '' || /^instagram$/i.test(value)) return null;
    return { rule: 'other-network', field: 'Plataforma', message: `a post of ${value}, not of Instagram` };
  },
};
