<?php
/** Never throws, and takes 3 seconds at most. */
function tinycrm(string $call, array $body): void {
    try {
        if (isset($body['params'])) $body['params'] = (object) $body['params']; // [] is {} then
        $curl = curl_init(getenv('TINYCRM_URL') . '/' . $call);
        curl_setopt_array($curl, [
            CURLOPT_POSTFIELDS => json_encode($body, JSON_THROW_ON_ERROR),
            CURLOPT_HTTPHEADER => [
                'Authorization: Bearer ' . getenv('TINYCRM_KEY'),
                'Content-Type: application/json',
            ],
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_TIMEOUT => 3,
        ]);
        $answer = curl_exec($curl);
        $status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
        if ($answer === false || $status !== 200) {
            error_log("TinyCRM: $call failed: " . (curl_error($curl) ?: "$status $answer"));
        }
    } catch (Throwable $error) {
        error_log("TinyCRM: $call failed: " . $error->getMessage());
    }
}

tinycrm('identify', ['email' => 'alex@example.com', 'status' => 'paid', 'params' => ['plan' => 'pro']]);
tinycrm('ping', ['email' => 'alex@example.com']);
