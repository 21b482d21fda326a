// The small pieces that every page is made of.
import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { Book, Row } from './book';
import { clean } from './words';

/// A name from outside: isolated, so that its direction of writing stays its own.
export function Name({ text }: { text: unknown }) {
  return <bdi class="name">{clean(String(text ?? ''))}</bdi>;
}

export function Figure({ book, id, title, note, children }: { book: Book; id: string; title: string; note?: ComponentChildren; children: ComponentChildren }) {
  const figure = book.figures[id];
  return (
    <figure class="card" id={`figure-${id}`}>
      <figcaption>
        <h2>{title}</h2>
        {note && <p class="note">{note}</p>}
      </figcaption>
      {children}
      {figure && <Sql sql={figure.sql} />}
    </figure>
  );
}

export function Sql({ sql }: { sql: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () => {
    navigator.clipboard?.writeText(sql).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <details class="sql">
      <summary>SQL</summary>
      <pre tabIndex={0}>
        <code>{sql}</code>
      </pre>
      <button type="button" class="small" onClick={copy}>
        {copied ? 'Copied' : 'Copy'}
      </button>
    </details>
  );
}

export interface Column {
  key: string;
  title: string;
  number?: boolean;
  cell?: (row: Row) => ComponentChildren;
  value?: (row: Row) => string | number | null;
}

/// A table that sorts by its headings.
export function Table({ rows, columns, label, limit = 200, testId }: { rows: Row[]; columns: Column[]; label: string; limit?: number; testId?: string }) {
  const [order, setOrder] = useState<{ key: string; down: boolean } | null>(null);
  const [shown, setShown] = useState(limit);
  const sorted = useMemo(() => {
    if (!order) return rows;
    const column = columns.find((c) => c.key === order.key);
    const value = (row: Row) => (column?.value ? column.value(row) : row[order.key]);
    return [...rows].sort((a, b) => {
      const x = value(a);
      const y = value(b);
      const sign = typeof x === 'number' && typeof y === 'number' ? x - y : String(x ?? '').localeCompare(String(y ?? ''));
      return order.down ? -sign : sign;
    });
  }, [rows, order, columns]);
  const sort = (key: string) => setOrder((was) => (was?.key === key ? { key, down: !was.down } : { key, down: columns.find((c) => c.key === key)?.number ?? false }));
  return (
    <div class="scroll" role="region" aria-label={label} tabIndex={0}>
      <table data-test={testId}>
        <caption class="unseen">{label}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col" class={column.number ? 'number' : ''} aria-sort={order?.key === column.key ? (order.down ? 'descending' : 'ascending') : 'none'}>
                <button type="button" onClick={() => sort(column.key)}>
                  {column.title}
                  <span aria-hidden="true" class="arrow">
                    {order?.key === column.key ? (order.down ? ' ↓' : ' ↑') : ''}
                  </span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, shown).map((row) => (
            <tr>
              {columns.map((column) => (
                <td class={column.number ? 'number' : ''}>{column.cell ? column.cell(row) : typeof row[column.key] === 'string' ? clean(String(row[column.key])) : row[column.key]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {sorted.length > shown && (
        <button type="button" class="small more" onClick={() => setShown(shown + 500)}>
          {sorted.length - shown} more
        </button>
      )}
    </div>
  );
}

export const pairingLink = (a: string, b: string) => `#/pairing/${encodeURIComponent(a)}/${encodeURIComponent(b)}`;
export const matchLink = (id: string) => `#/match/${encodeURIComponent(id)}`;

export function Result({ row }: { row: Row }) {
  const result = String(row.result ?? '');
  const winner = String(row.winner ?? '');
  return (
    <span class={`result ${winner || 'none'}`}>
      {winner ? `${winner} wins` : result === 'DRAW' ? 'draw' : result.toLowerCase()}
      {result.startsWith('FORFEIT') ? ` (${result.slice(8).toLowerCase().replace('_', ' ')})` : ''}
    </span>
  );
}
