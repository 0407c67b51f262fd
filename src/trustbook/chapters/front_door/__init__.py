"""Answer who contacts the trust, what referrals lead to, and what a higher conversion rate would mean."""
