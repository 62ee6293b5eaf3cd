"""What the service must be told before it starts, without a prefix: of a tenant that is nowhere."""

NEEDED = {
    "TENANT_ID": "11111111-aaaa-4bbb-8ccc-000000000365",
    "APP_ID": "22222222-aaaa-4bbb-8ccc-0000000000b0",
    "CLIENT_SECRET": "words-of-no-tenant",
    "SETUP_CODE": "words-of-nobody",
    "SITE_URL": "https://force.example/sites/prevention",
}
