<?php
// A shop: stand-ins for WordPress and WooCommerce, enough for the plugin to register its hooks and
// for them to run. `php woocommerce.php <email> <queue>` makes an account, pays an order and logs
// in, with Action Scheduler or without ("action-scheduler", "shutdown"), and prints what happens in
// which order.

define('ABSPATH', '/');
define('TINYCRM_KEY', getenv('TINYCRM_KEY'));
define('TINYCRM_URL', getenv('TINYCRM_URL'));
[, $email, $queue] = $argv;
$hooks = [];
$queued = [];

function add_action(string $hook, callable $callback, int $priority = 10, int $arguments = 1): void
{
    global $hooks;
    $hooks[$hook][] = [$callback, $arguments];
}

function do_action(string $hook, ...$given): void
{
    global $hooks;
    foreach ($hooks[$hook] ?? [] as [$callback, $arguments]) {
        $callback(...array_slice($given, 0, $arguments));
    }
}

function did_action(string $hook): int
{
    return 1;
}

if ($queue === 'action-scheduler') {
    function as_enqueue_async_action(string $hook, array $arguments, string $group): int
    {
        global $queued;
        return array_push($queued, [$hook, json_encode($arguments)]);
    }
}

function fastcgi_finish_request(): bool
{
    echo "the visitor has the page\n";
    return true;
}

class WP_Error
{
    private string $message;
    public function __construct(string $message)
    {
        $this->message = $message;
    }
    public function get_error_message(): string
    {
        return $this->message;
    }
}

function is_wp_error($value): bool
{
    return $value instanceof WP_Error;
}

function wp_json_encode($value): string
{
    return json_encode($value);
}

/** As that of WordPress: it waits, also with blocking => false, and follows five redirects unless told. */
function wp_remote_post(string $url, array $options)
{
    echo 'waits for ' . basename($url) . "\n";
    $headers = [];
    foreach ($options['headers'] as $name => $value) {
        $headers[] = "$name: $value";
    }
    $curl = curl_init($url);
    $redirects = $options['redirection'] ?? 5;
    curl_setopt_array($curl, [
        CURLOPT_POSTFIELDS => $options['body'],
        CURLOPT_HTTPHEADER => $headers,
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_TIMEOUT => $options['timeout'],
        CURLOPT_FOLLOWLOCATION => $redirects > 0,
        CURLOPT_MAXREDIRS => $redirects,
        CURLOPT_UNRESTRICTED_AUTH => true, // Requests sends the headers to the new address too
    ]);
    $body = curl_exec($curl);
    if ($body === false) {
        return new WP_Error(curl_error($curl));
    }
    return ['status' => curl_getinfo($curl, CURLINFO_RESPONSE_CODE), 'body' => $body];
}

function wp_remote_retrieve_response_code(array $answer): int
{
    return $answer['status'];
}

function wp_remote_retrieve_body(array $answer): string
{
    return $answer['body'];
}

function get_userdata(int $id): object
{
    global $email;
    return (object) ['display_name' => 'Wanda', 'user_email' => $email];
}

function get_user_by(string $field, string $login)
{
    return $login === 'wanda' ? get_userdata(7) : false;
}

class WC_Order
{
    private ?DateTime $created;
    public function __construct(?DateTime $created)
    {
        $this->created = $created;
    }
    public function get_formatted_billing_full_name(): string
    {
        return 'Wanda Woo ';
    }
    public function get_billing_email(): string
    {
        global $email;
        return strtoupper($email);
    }
    public function get_date_created(): ?DateTime
    {
        return $this->created;
    }
    public function get_total(): string
    {
        return '49.50';
    }
    public function get_currency(): string
    {
        return 'EUR';
    }
    public function get_billing_country(): string
    {
        return 'PT';
    }
}

function wc_get_order($id)
{
    if ($id === 404) {
        return false;
    }
    if ($id === 500) {
        throw new TypeError('Another plugin broke this.');
    }
    return new WC_Order($id === 2 ? null : new DateTime('2026-11-20T10:00:00Z'));
}

require __DIR__ . '/../../examples/woocommerce/tinycrm.php';

do_action('user_register', 7);
foreach ([404, 500, 2, 1] as $order) {
    do_action('woocommerce_payment_complete', $order);
}
do_action('woocommerce_subscription_status_cancelled', false);
do_action('wp_login', 'nobody');
do_action('wp_login', 'wanda');
do_action('wp_login', 'wanda', get_userdata(7));
echo "the hooks are done\n";
do_action('shutdown', '');

foreach ($queued as [$hook, $arguments]) {
    try {
        do_action($hook, ...json_decode($arguments, true));
    } catch (Throwable $error) {
        error_log('Action Scheduler: ' . $error->getMessage());
    }
}
