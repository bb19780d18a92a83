/** n8n's engine logs every error a node throws; tests throw many on purpose. */
process.env.N8N_LOG_LEVEL = 'silent';
