<?php
/**
 * Plugin Name: TinyCRM for WooCommerce
 * Description: Tells TinyCRM who signs up, who orders and who logs in.
 * Version: 0.1.0
 * Requires PHP: 7.4
 * License: MIT
 *
 * In wp-config.php: define('TINYCRM_KEY', 'tcrm_proj_…'); define('TINYCRM_URL', 'https://…/ingest');
 */

defined('ABSPATH') || exit;

/** Runs $tell at a hook. Whatever goes wrong in it ends up in PHP's log, never in a sign-up or a checkout. */
function tinycrm_on(string $hook, callable $tell, int $arguments = 1): void
{
    add_action($hook, function (...$given) use ($hook, $tell) {
        try {
            $tell(...$given);
        } catch (\Throwable $error) {
            error_log("TinyCRM: $hook: " . $error->getMessage());
        }
    }, 10, $arguments);
}

/**
 * Leaves a call for later: to the queue of WooCommerce, Action Scheduler, else to the end of the
 * request, when the visitor has the page. wp_remote_post waits even with blocking => false.
 */
function tinycrm_queue(string $call, array $body): void
{
    if (!defined('TINYCRM_KEY') || !defined('TINYCRM_URL') || empty($body['email'])) {
        return;
    }
    // When it happened, so that calls that arrive late or in another order undo nothing.
    $now = new DateTime('now', new DateTimeZone('UTC'));
    $later = [$call, $body + ['timestamp' => $now->format('Y-m-d\TH:i:s.u\Z')]];
    $hasQueue = function_exists('as_enqueue_async_action') && did_action('action_scheduler_init');
    if ($hasQueue && as_enqueue_async_action('tinycrm_send', $later, 'tinycrm')) {
        return;
    }
    static $calls = [];
    if (!$calls) {
        tinycrm_on('shutdown', function () use (&$calls): void {
            if (function_exists('fastcgi_finish_request')) {
                fastcgi_finish_request();
            } elseif (function_exists('litespeed_finish_request')) {
                litespeed_finish_request();
            }
            foreach ($calls as $one) {
                tinycrm_send(...$one); // the first that fails ends it: the rest would wait as long
            }
        });
    }
    $calls[] = $later;
}

/** Sends a call. Throws when TinyCRM does not take it. */
function tinycrm_send(string $call, array $body): void
{
    $answer = wp_remote_post(TINYCRM_URL . '/' . $call, [
        'headers' => [
            'Authorization' => 'Bearer ' . TINYCRM_KEY,
            'Content-Type' => 'application/json',
        ],
        'body' => wp_json_encode($body),
        'timeout' => 3,
        'redirection' => 0, // a redirect would be given the key
    ]);
    if (is_wp_error($answer)) {
        throw new RuntimeException("$call failed: " . $answer->get_error_message());
    }
    $status = wp_remote_retrieve_response_code($answer);
    if ($status !== 200) {
        throw new RuntimeException("$call failed: $status " . wp_remote_retrieve_body($answer));
    }
}

/** Action Scheduler notes what is thrown here in Tools, Scheduled Actions, Failed. */
add_action('tinycrm_send', 'tinycrm_send', 10, 2);

/** Who has an account, and has not bought yet. */
tinycrm_on('user_register', function ($user_id): void {
    $user = get_userdata($user_id);
    $name = trim($user->display_name);
    $customer = ['email' => $user->user_email, 'params' => ['wordpress_id' => (int) $user_id]];
    tinycrm_queue('identify', $name === '' ? $customer : $customer + ['name' => $name]);
});

/** Who bought, also without an account. Runs once an order is paid. */
tinycrm_on('woocommerce_payment_complete', function ($order_id): void {
    $order = wc_get_order($order_id);
    if (!$order) {
        return;
    }
    $name = trim($order->get_formatted_billing_full_name());
    $customer = [
        'email' => $order->get_billing_email(),
        'status' => 'paid',
        'params' => [
            'last_order' => ($order->get_date_created() ?? new DateTime())->format('c'),
            'last_total' => (float) $order->get_total(),
            'currency' => $order->get_currency(),
            'country' => $order->get_billing_country(),
        ],
    ];
    tinycrm_queue('identify', $name === '' ? $customer : $customer + ['name' => $name]);
});

/** Who is active. Some plugins fire this without the user. */
tinycrm_on('wp_login', function ($login, $user = null): void {
    $user = $user ?: get_user_by('login', $login);
    if ($user) {
        tinycrm_queue('ping', ['email' => $user->user_email]);
    }
}, 2);

/** With WooCommerce Subscriptions: who stopped. */
tinycrm_on('woocommerce_subscription_status_cancelled', function ($subscription): void {
    tinycrm_queue('identify', ['email' => $subscription->get_billing_email(), 'status' => 'churned']);
});
