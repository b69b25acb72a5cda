tinycrm() {
  curl --silent --show-error --fail-with-body --location --max-redirs 0 \
    --max-time 3 --retry 2 --retry-connrefused --retry-max-time 10 "$TINYCRM_URL/$1" \
    -H "Authorization: Bearer $TINYCRM_KEY" -H 'Content-Type: application/json' -d "$2" ||
    echo "TinyCRM: $1 failed" >&2
}

tinycrm identify '{"email": "alex@example.com", "status": "paid", "params": {"plan": "pro"}}'
tinycrm ping '{"email": "alex@example.com"}'
