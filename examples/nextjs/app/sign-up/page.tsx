import { signUp } from './actions';

export default function SignUp() {
  return (
    <form action={signUp}>
      <h1>Sign up</h1>
      <label>
        Name <input name="name" required />
      </label>
      <label>
        Email <input name="email" type="email" required />
      </label>
      <button>Sign up</button>
    </form>
  );
}
