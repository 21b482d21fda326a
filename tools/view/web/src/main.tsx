// The page: reads its data, routes by the part of the address after #, and hears of news where a program serves it.
import { Component, render } from 'preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Book } from './book';
import { embedded, fetchBook, listen, rowsOf } from './book';
import { MatchPage } from './match';
import { Matches, Overview, Pairs } from './overview';
import { Name } from './parts';
import './style.css';

function useHash(): string[] {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const changed = () => {
      setHash(location.hash);
      window.scrollTo(0, 0);
    };
    window.addEventListener('hashchange', changed);
    return () => window.removeEventListener('hashchange', changed);
  }, []);
  return hash
    .replace(/^#\/?/, '')
    .split('/')
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        return part;
      }
    });
}

type Theme = 'auto' | 'light' | 'dark';

function ThemeSwitch() {
  const [theme, setTheme] = useState<Theme>('auto');
  const choose = (next: Theme) => {
    setTheme(next);
    if (next === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    window.dispatchEvent(new Event('haze-theme'));
  };
  return (
    <label class="theme">
      <span class="unseen">Colours</span>
      <select value={theme} onChange={(e) => choose((e.target as HTMLSelectElement).value as Theme)}>
        <option value="auto">auto</option>
        <option value="light">light</option>
        <option value="dark">dark</option>
      </select>
    </label>
  );
}

class Guard extends Component<{ children: ComponentChildren; at: string }, { error: string }> {
  state = { error: '' };
  componentDidCatch(error: Error) {
    this.setState({ error: error.message });
  }
  componentDidUpdate(before: { at: string }) {
    if (before.at !== this.props.at && this.state.error) this.setState({ error: '' });
  }
  render() {
    return this.state.error ? <p role="alert">This part cannot be shown: {this.state.error}</p> : this.props.children;
  }
}

function Page({ book, route }: { book: Book; route: string[] }) {
  const [page, one, two] = route;
  if (page === 'matches') return <Matches book={book} />;
  if (page === 'match' && one) return <MatchPage key={one} book={book} id={one} />;
  if (page === 'pairing' && one && two) {
    const rows = rowsOf(book, 'pairs').filter((r) => (r.first === one && r.second === two) || (r.first === two && r.second === one));
    return (
      <>
        <h1>
          <Name text={one} /> against <Name text={two} />
        </h1>
        <Pairs book={book} rows={rows} />
      </>
    );
  }
  if (page === 'entry' && one) {
    const rows = rowsOf(book, 'pairs').filter((r) => r.first === one || r.second === one);
    return (
      <>
        <h1>
          <Name text={one} />
        </h1>
        <Pairs book={book} rows={rows} />
      </>
    );
  }
  return <Overview book={book} />;
}

function App({ first }: { first: Book }) {
  const [book, setBook] = useState(first);
  const [connected, setConnected] = useState<boolean | null>(null);
  const route = useHash();
  useEffect(() => {
    if (first.kind !== 'view') return;
    listen(() => fetchBook().then(setBook, () => setConnected(false)), setConnected);
  }, []);
  const page = route[0] || '';
  const current = (name: string) => (page === name ? 'page' : undefined);
  return (
    <>
      <a class="skip" href="#main" onClick={(e) => { e.preventDefault(); document.getElementById('main')?.focus(); }}>
        Skip to content
      </a>
      <header>
        <a href="#/" class="brand">haze</a>
        <nav aria-label="Pages">
          <a href="#/" aria-current={current('')}>Results</a>
          <a href="#/matches" aria-current={current('matches')}>Matches</a>
        </nav>
        {book.kind === 'view' && (
          <span class={`status ${connected === false ? 'off' : 'on'}`} role="status">
            {connected === false ? 'not connected' : 'live'}
          </span>
        )}
        <ThemeSwitch />
      </header>
      <main id="main" tabIndex={-1}>
        <Guard at={route.join('/')}>
          <Page book={book} route={route} />
        </Guard>
      </main>
      <footer>
        <Name text={book.source} /> · {book.kind === 'view' ? 'read' : 'written'} {book.made_utc.replace('T', ' ').replace('Z', ' UTC')} · haze {book.version} · all times UTC
      </footer>
    </>
  );
}

async function start() {
  const root = document.getElementById('app');
  if (!root) return;
  const given = embedded();
  const book = given.kind === 'view' ? await fetchBook() : given;
  root.textContent = '';
  render(<App first={book} />, root);
}

start().catch((error: Error) => {
  const root = document.getElementById('app');
  if (root) root.textContent = `The data cannot be read: ${error.message}`;
});
