import { auth, signIn } from '../auth';

export default async function Home() {
  const session = await auth();
  if (session?.user) return <h1>Hello {session.user.name}</h1>;
  return (
    <form
      action={async () => {
        'use server';
        await signIn('github');
      }}
    >
      <h1>Hello</h1>
      <button>Sign in with GitHub</button>
    </form>
  );
}
