curl --fail-with-body --max-time 10 --location --max-redirs 0 "$TINYCRM_URL/identify" \
  -H "Authorization: Bearer $TINYCRM_KEY" -H 'Content-Type: application/json' \
  -d '{"email": "alex@example.com", "name": "Alex", "status": "trial", "params": {"plan": "pro"}}'
