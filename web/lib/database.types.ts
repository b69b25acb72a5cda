export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
  public: {
    Tables: {
      accounts: {
        Row: {
          created_at: string;
          currency: string | null;
          deletion_at: string | null;
          deletion_began_at: string | null;
          id: string;
          mrr_param: string;
          name: string;
          time_zone: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          currency?: string | null;
          deletion_at?: string | null;
          deletion_began_at?: string | null;
          id?: string;
          mrr_param?: string;
          name: string;
          time_zone?: string;
        };
        Update: {
          created_at?: string;
          currency?: string | null;
          deletion_at?: string | null;
          deletion_began_at?: string | null;
          id?: string;
          mrr_param?: string;
          name?: string;
          time_zone?: string;
        };
        Relationships: [];
      };
      api_keys: {
        Row: {
          account_id: string;
          created_at: string;
          expires_at: string | null;
          hash: string;
          hint: string;
          id: string;
          last_used_at: string | null;
          name: string;
          project_id: string;
          revoked_at: string | null;
          suspended_expiry: string | null;
        };
        ComputedFields: never;
        Insert: {
          account_id: string;
          created_at?: string;
          expires_at?: string | null;
          hash: string;
          hint: string;
          id?: string;
          last_used_at?: string | null;
          name: string;
          project_id: string;
          revoked_at?: string | null;
          suspended_expiry?: string | null;
        };
        Update: {
          account_id?: string;
          created_at?: string;
          expires_at?: string | null;
          hash?: string;
          hint?: string;
          id?: string;
          last_used_at?: string | null;
          name?: string;
          project_id?: string;
          revoked_at?: string | null;
          suspended_expiry?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'api_keys_account_id_project_id_fkey';
            columns: ['account_id', 'project_id'];
            isOneToOne: false;
            referencedRelation: 'projects';
            referencedColumns: ['account_id', 'id'];
          },
        ];
      };
      customer_activity: {
        Row: {
          account_id: string;
          customer_id: string;
          last_activity_at: string;
          name_at: string;
          project_count: number;
        };
        ComputedFields: never;
        Insert: {
          account_id: string;
          customer_id: string;
          last_activity_at: string;
          name_at?: string;
          project_count?: number;
        };
        Update: {
          account_id?: string;
          customer_id?: string;
          last_activity_at?: string;
          name_at?: string;
          project_count?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'customer_activity_account_id_customer_id_fkey';
            columns: ['account_id', 'customer_id'];
            isOneToOne: true;
            referencedRelation: 'customers';
            referencedColumns: ['account_id', 'id'];
          },
        ];
      };
      customer_notes: {
        Row: {
          account_id: string;
          author_email: string | null;
          body: string;
          created_at: string;
          customer_id: string;
          id: string;
        };
        ComputedFields: never;
        Insert: {
          account_id: string;
          author_email?: string | null;
          body: string;
          created_at?: string;
          customer_id: string;
          id?: string;
        };
        Update: {
          account_id?: string;
          author_email?: string | null;
          body?: string;
          created_at?: string;
          customer_id?: string;
          id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'customer_notes_account_id_customer_id_fkey';
            columns: ['account_id', 'customer_id'];
            isOneToOne: false;
            referencedRelation: 'customers';
            referencedColumns: ['account_id', 'id'];
          },
        ];
      };
      customer_projects: {
        Row: {
          account_id: string;
          customer_id: string;
          edited_at: string;
          first_seen_at: string;
          last_activity_at: string;
          params: NonNullable<Json>;
          params_at: NonNullable<Json>;
          project_id: string;
          status: Database['public']['Enums']['customer_status'];
          status_at: string;
        };
        ComputedFields: never;
        Insert: {
          account_id: string;
          customer_id: string;
          edited_at?: string;
          first_seen_at: string;
          last_activity_at: string;
          params: NonNullable<Json>;
          params_at: NonNullable<Json>;
          project_id: string;
          status: Database['public']['Enums']['customer_status'];
          status_at: string;
        };
        Update: {
          account_id?: string;
          customer_id?: string;
          edited_at?: string;
          first_seen_at?: string;
          last_activity_at?: string;
          params?: NonNullable<Json>;
          params_at?: NonNullable<Json>;
          project_id?: string;
          status?: Database['public']['Enums']['customer_status'];
          status_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'customer_projects_account_id_customer_id_fkey';
            columns: ['account_id', 'customer_id'];
            isOneToOne: false;
            referencedRelation: 'customers';
            referencedColumns: ['account_id', 'id'];
          },
          {
            foreignKeyName: 'customer_projects_account_id_project_id_fkey';
            columns: ['account_id', 'project_id'];
            isOneToOne: false;
            referencedRelation: 'projects';
            referencedColumns: ['account_id', 'id'];
          },
        ];
      };
      customer_tags: {
        Row: {
          account_id: string;
          created_at: string;
          customer_id: string;
          tag: string;
        };
        ComputedFields: never;
        Insert: {
          account_id: string;
          created_at?: string;
          customer_id: string;
          tag: string;
        };
        Update: {
          account_id?: string;
          created_at?: string;
          customer_id?: string;
          tag?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'customer_tags_account_id_customer_id_fkey';
            columns: ['account_id', 'customer_id'];
            isOneToOne: false;
            referencedRelation: 'customers';
            referencedColumns: ['account_id', 'id'];
          },
        ];
      };
      customers: {
        Row: {
          account_id: string;
          email: string;
          first_seen_at: string;
          id: string;
          name: string | null;
        };
        ComputedFields: never;
        Insert: {
          account_id: string;
          email: string;
          first_seen_at: string;
          id?: string;
          name?: string | null;
        };
        Update: {
          account_id?: string;
          email?: string;
          first_seen_at?: string;
          id?: string;
          name?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'customers_account_id_fkey';
            columns: ['account_id'];
            isOneToOne: false;
            referencedRelation: 'accounts';
            referencedColumns: ['id'];
          },
        ];
      };
      imports: {
        Row: {
          account_id: string;
          api_key_id: string | null;
          created: number;
          created_at: string;
          file_hash: string;
          file_name: string;
          finished_at: string | null;
          id: string;
          invalid: number;
          kept: number;
          project_id: string;
          removed: number;
          restored: number;
          row_count: number | null;
          rows_done: number;
          settings: NonNullable<Json>;
          unchanged: number;
          undo_started_at: string | null;
          undone_at: string | null;
          updated: number;
          user_email: string | null;
        };
        ComputedFields: never;
        Insert: {
          account_id: string;
          api_key_id?: string | null;
          created?: number;
          created_at?: string;
          file_hash: string;
          file_name: string;
          finished_at?: string | null;
          id?: string;
          invalid?: number;
          kept?: number;
          project_id: string;
          removed?: number;
          restored?: number;
          row_count?: number | null;
          rows_done?: number;
          settings: NonNullable<Json>;
          unchanged?: number;
          undo_started_at?: string | null;
          undone_at?: string | null;
          updated?: number;
          user_email?: string | null;
        };
        Update: {
          account_id?: string;
          api_key_id?: string | null;
          created?: number;
          created_at?: string;
          file_hash?: string;
          file_name?: string;
          finished_at?: string | null;
          id?: string;
          invalid?: number;
          kept?: number;
          project_id?: string;
          removed?: number;
          restored?: number;
          row_count?: number | null;
          rows_done?: number;
          settings?: NonNullable<Json>;
          unchanged?: number;
          undo_started_at?: string | null;
          undone_at?: string | null;
          updated?: number;
          user_email?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'imports_account_id_api_key_id_fkey';
            columns: ['account_id', 'api_key_id'];
            isOneToOne: false;
            referencedRelation: 'api_keys';
            referencedColumns: ['account_id', 'id'];
          },
          {
            foreignKeyName: 'imports_account_id_project_id_fkey';
            columns: ['account_id', 'project_id'];
            isOneToOne: false;
            referencedRelation: 'projects';
            referencedColumns: ['account_id', 'id'];
          },
        ];
      };
      invitations: {
        Row: {
          account_id: string;
          created_at: string;
          email: string;
          expires_at: string;
          id: string;
          invited_by: string | null;
          inviter_id: string;
          role: Database['public']['Enums']['member_role'];
          token_hash: string;
        };
        ComputedFields: never;
        Insert: {
          account_id: string;
          created_at?: string;
          email: string;
          expires_at: string;
          id?: string;
          invited_by?: string | null;
          inviter_id: string;
          role: Database['public']['Enums']['member_role'];
          token_hash: string;
        };
        Update: {
          account_id?: string;
          created_at?: string;
          email?: string;
          expires_at?: string;
          id?: string;
          invited_by?: string | null;
          inviter_id?: string;
          role?: Database['public']['Enums']['member_role'];
          token_hash?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'invitations_account_id_fkey';
            columns: ['account_id'];
            isOneToOne: false;
            referencedRelation: 'accounts';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'invitations_account_id_inviter_id_fkey';
            columns: ['account_id', 'inviter_id'];
            isOneToOne: false;
            referencedRelation: 'members';
            referencedColumns: ['account_id', 'user_id'];
          },
        ];
      };
      members: {
        Row: {
          account_id: string;
          created_at: string;
          email: string | null;
          role: Database['public']['Enums']['member_role'];
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          account_id: string;
          created_at?: string;
          email?: string | null;
          role: Database['public']['Enums']['member_role'];
          user_id: string;
        };
        Update: {
          account_id?: string;
          created_at?: string;
          email?: string | null;
          role?: Database['public']['Enums']['member_role'];
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'members_account_id_fkey';
            columns: ['account_id'];
            isOneToOne: false;
            referencedRelation: 'accounts';
            referencedColumns: ['id'];
          },
        ];
      };
      mrr_changes: {
        Row: {
          account_id: string;
          currency: string;
          currency_before: string;
          customer_id: string;
          day: string;
          is_first: boolean;
          kind: string | null;
          mrr: number | null;
          mrr_before: number | null;
          project_id: string;
        };
        ComputedFields: never;
        Insert: {
          account_id: string;
          currency: string;
          currency_before: string;
          customer_id: string;
          day: string;
          is_first: boolean;
          kind?: never;
          mrr?: number | null;
          mrr_before?: number | null;
          project_id: string;
        };
        Update: {
          account_id?: string;
          currency?: string;
          currency_before?: string;
          customer_id?: string;
          day?: string;
          is_first?: boolean;
          kind?: never;
          mrr?: number | null;
          mrr_before?: number | null;
          project_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'mrr_changes_account_id_customer_id_project_id_fkey';
            columns: ['account_id', 'customer_id', 'project_id'];
            isOneToOne: false;
            referencedRelation: 'customer_projects';
            referencedColumns: ['account_id', 'customer_id', 'project_id'];
          },
        ];
      };
      param_keys: {
        Row: {
          account_id: string;
          key: string;
          last_seen_at: string;
          project_id: string;
          samples: NonNullable<Json>;
          type: string;
        };
        ComputedFields: never;
        Insert: {
          account_id: string;
          key: string;
          last_seen_at?: string;
          project_id: string;
          samples: NonNullable<Json>;
          type: string;
        };
        Update: {
          account_id?: string;
          key?: string;
          last_seen_at?: string;
          project_id?: string;
          samples?: NonNullable<Json>;
          type?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'param_keys_account_id_project_id_fkey';
            columns: ['account_id', 'project_id'];
            isOneToOne: false;
            referencedRelation: 'projects';
            referencedColumns: ['account_id', 'id'];
          },
        ];
      };
      projects: {
        Row: {
          account_id: string;
          archived_at: string | null;
          calls_per_second: number | null;
          color: string;
          created_at: string;
          id: string;
          is_sample: boolean;
          mark: string;
          name: string;
        };
        ComputedFields: never;
        Insert: {
          account_id: string;
          archived_at?: string | null;
          calls_per_second?: number | null;
          color: string;
          created_at?: string;
          id?: string;
          is_sample?: boolean;
          mark?: string;
          name: string;
        };
        Update: {
          account_id?: string;
          archived_at?: string | null;
          calls_per_second?: number | null;
          color?: string;
          created_at?: string;
          id?: string;
          is_sample?: boolean;
          mark?: string;
          name?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'projects_account_id_fkey';
            columns: ['account_id'];
            isOneToOne: false;
            referencedRelation: 'accounts';
            referencedColumns: ['id'];
          },
        ];
      };
      read_keys: {
        Row: {
          account_id: string;
          created_at: string;
          hash: string;
          hint: string;
          id: string;
          last_used_at: string | null;
          name: string;
          project_ids: string[] | null;
          revoked_at: string | null;
        };
        ComputedFields: never;
        Insert: {
          account_id: string;
          created_at?: string;
          hash: string;
          hint: string;
          id?: string;
          last_used_at?: string | null;
          name: string;
          project_ids?: string[] | null;
          revoked_at?: string | null;
        };
        Update: {
          account_id?: string;
          created_at?: string;
          hash?: string;
          hint?: string;
          id?: string;
          last_used_at?: string | null;
          name?: string;
          project_ids?: string[] | null;
          revoked_at?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'read_keys_account_id_fkey';
            columns: ['account_id'];
            isOneToOne: false;
            referencedRelation: 'accounts';
            referencedColumns: ['id'];
          },
        ];
      };
      receiver_deliveries: {
        Row: {
          account_id: string;
          customer_id: string | null;
          detail: string | null;
          event_at: string | null;
          event_hash: string | null;
          event_type: string;
          id: number;
          outcome: string;
          received_at: string;
          receiver_id: string;
          times: number;
        };
        ComputedFields: never;
        Insert: {
          account_id: string;
          customer_id?: string | null;
          detail?: string | null;
          event_at?: string | null;
          event_hash?: string | null;
          event_type: string;
          id?: never;
          outcome: string;
          received_at?: string;
          receiver_id: string;
          times?: number;
        };
        Update: {
          account_id?: string;
          customer_id?: string | null;
          detail?: string | null;
          event_at?: string | null;
          event_hash?: string | null;
          event_type?: string;
          id?: never;
          outcome?: string;
          received_at?: string;
          receiver_id?: string;
          times?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'receiver_deliveries_account_id_customer_id_fkey';
            columns: ['account_id', 'customer_id'];
            isOneToOne: false;
            referencedRelation: 'customers';
            referencedColumns: ['account_id', 'id'];
          },
          {
            foreignKeyName: 'receiver_deliveries_account_id_receiver_id_fkey';
            columns: ['account_id', 'receiver_id'];
            isOneToOne: false;
            referencedRelation: 'receivers';
            referencedColumns: ['account_id', 'id'];
          },
        ];
      };
      receivers: {
        Row: {
          account_id: string;
          created_at: string;
          id: string;
          mapping: NonNullable<Json>;
          project_id: string;
          service: string;
        };
        ComputedFields: never;
        Insert: {
          account_id: string;
          created_at?: string;
          id?: string;
          mapping?: NonNullable<Json>;
          project_id: string;
          service: string;
        };
        Update: {
          account_id?: string;
          created_at?: string;
          id?: string;
          mapping?: NonNullable<Json>;
          project_id?: string;
          service?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'receivers_account_id_project_id_fkey';
            columns: ['account_id', 'project_id'];
            isOneToOne: false;
            referencedRelation: 'projects';
            referencedColumns: ['account_id', 'id'];
          },
        ];
      };
      refused_calls: {
        Row: {
          account_id: string;
          code: string;
          count: number;
          detail: string;
          kind: string;
          last_at: string;
          minute: string;
          pointer: string;
          project_id: string;
          status: number;
        };
        ComputedFields: never;
        Insert: {
          account_id: string;
          code: string;
          count: number;
          detail: string;
          kind: string;
          last_at: string;
          minute: string;
          pointer: string;
          project_id: string;
          status: number;
        };
        Update: {
          account_id?: string;
          code?: string;
          count?: number;
          detail?: string;
          kind?: string;
          last_at?: string;
          minute?: string;
          pointer?: string;
          project_id?: string;
          status?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'refused_calls_account_id_project_id_fkey';
            columns: ['account_id', 'project_id'];
            isOneToOne: false;
            referencedRelation: 'projects';
            referencedColumns: ['account_id', 'id'];
          },
        ];
      };
      status_changes: {
        Row: {
          account_id: string;
          changed_at: string;
          changed_by: string;
          customer_id: string;
          from_status: Database['public']['Enums']['customer_status'] | null;
          id: number;
          project_id: string;
          to_status: Database['public']['Enums']['customer_status'];
          user_email: string | null;
        };
        ComputedFields: never;
        Insert: {
          account_id: string;
          changed_at: string;
          changed_by?: string;
          customer_id: string;
          from_status?: Database['public']['Enums']['customer_status'] | null;
          id?: never;
          project_id: string;
          to_status: Database['public']['Enums']['customer_status'];
          user_email?: string | null;
        };
        Update: {
          account_id?: string;
          changed_at?: string;
          changed_by?: string;
          customer_id?: string;
          from_status?: Database['public']['Enums']['customer_status'] | null;
          id?: never;
          project_id?: string;
          to_status?: Database['public']['Enums']['customer_status'];
          user_email?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'status_changes_account_id_customer_id_project_id_fkey';
            columns: ['account_id', 'customer_id', 'project_id'];
            isOneToOne: false;
            referencedRelation: 'customer_projects';
            referencedColumns: ['account_id', 'customer_id', 'project_id'];
          },
        ];
      };
      subscriptions: {
        Row: {
          access_until: string;
          account_id: string;
          cancel_at_period_end: boolean;
          current_period_end: string | null;
          ended_at: string | null;
          last_asked_at: string | null;
          last_event_at: string | null;
          state: Database['public']['Enums']['subscription_state'];
          stripe_customer_id: string | null;
          stripe_subscription_id: string | null;
          trial_ends_at: string;
        };
        ComputedFields: never;
        Insert: {
          access_until?: never;
          account_id: string;
          cancel_at_period_end?: boolean;
          current_period_end?: string | null;
          ended_at?: string | null;
          last_asked_at?: string | null;
          last_event_at?: string | null;
          state?: Database['public']['Enums']['subscription_state'];
          stripe_customer_id?: string | null;
          stripe_subscription_id?: string | null;
          trial_ends_at: string;
        };
        Update: {
          access_until?: never;
          account_id?: string;
          cancel_at_period_end?: boolean;
          current_period_end?: string | null;
          ended_at?: string | null;
          last_asked_at?: string | null;
          last_event_at?: string | null;
          state?: Database['public']['Enums']['subscription_state'];
          stripe_customer_id?: string | null;
          stripe_subscription_id?: string | null;
          trial_ends_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'subscriptions_account_id_fkey';
            columns: ['account_id'];
            isOneToOne: true;
            referencedRelation: 'accounts';
            referencedColumns: ['id'];
          },
        ];
      };
      views: {
        Row: {
          account_id: string;
          created_at: string;
          id: string;
          name: string;
          position: number;
          query: string;
        };
        ComputedFields: never;
        Insert: {
          account_id: string;
          created_at?: string;
          id?: string;
          name: string;
          position: number;
          query: string;
        };
        Update: {
          account_id?: string;
          created_at?: string;
          id?: string;
          name?: string;
          position?: number;
          query?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'views_account_id_fkey';
            columns: ['account_id'];
            isOneToOne: false;
            referencedRelation: 'accounts';
            referencedColumns: ['id'];
          },
        ];
      };
    };
    Views: {
      [_ in never]: never;
    };
    Functions: {
      accept_invitation: { Args: { token: string }; Returns: string };
      add_note: { Args: { account_id: string; body: string; customer_id: string }; Returns: Json };
      add_sample_data: { Args: { account_id: string }; Returns: undefined };
      archive_project: {
        Args: { project_id: string };
        Returns: {
          account_id: string;
          archived_at: string | null;
          calls_per_second: number | null;
          color: string;
          created_at: string;
          id: string;
          is_sample: boolean;
          mark: string;
          name: string;
        };
        SetofOptions: {
          from: '*';
          to: 'projects';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      billing_owner: { Args: { account_id: string }; Returns: Json };
      billing_state: { Args: { account_id: string }; Returns: Json };
      claim_notifications: {
        Args: { max_mails?: number; secret: string };
        Returns: {
          account: string;
          account_id: string;
          at: string;
          currency: string;
          email: string;
          kind: string;
          period: string;
          time_zone: string;
          user_id: string;
        }[];
      };
      claim_webhooks: {
        Args: { max_deliveries?: number; secret: string };
        Returns: {
          account_id: string;
          attempt: number;
          body: string;
          endpoint_id: string;
          event_id: string;
          id: number;
          secrets: string[];
          type: string;
          url: string;
        }[];
      };
      count_customers: { Args: { account_id: string; filter?: Json }; Returns: number };
      create_account: { Args: { name: string }; Returns: string };
      create_api_key: {
        Args: { name?: string; project_id: string };
        Returns: {
          api_key: string;
          id: string;
        }[];
      };
      create_project: {
        Args: { account_id: string; name: string };
        Returns: {
          account_id: string;
          archived_at: string | null;
          calls_per_second: number | null;
          color: string;
          created_at: string;
          id: string;
          is_sample: boolean;
          mark: string;
          name: string;
        };
        SetofOptions: {
          from: '*';
          to: 'projects';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      create_read_key: {
        Args: { account_id: string; name: string; project_ids?: string[] };
        Returns: {
          id: string;
          read_key: string;
        }[];
      };
      create_receiver: {
        Args: { project_id: string; secret?: string; service: string };
        Returns: {
          id: string;
          secret_made: string;
        }[];
      };
      create_webhook: {
        Args: { account_id: string; events: string[]; url: string };
        Returns: {
          id: string;
          secret: string;
        }[];
      };
      delete_note: {
        Args: { account_id: string; edit_id?: string; note_id: string };
        Returns: undefined;
      };
      delete_project: { Args: { name: string; project_id: string }; Returns: boolean };
      delete_receiver: { Args: { receiver_id: string }; Returns: undefined };
      delete_view: { Args: { account_id: string; view_id: string }; Returns: undefined };
      delete_webhook: { Args: { account_id: string; endpoint_id: string }; Returns: undefined };
      edit_customer: {
        Args: { account_id: string; customer_id: string; name: string };
        Returns: undefined;
      };
      edit_customer_project: {
        Args: {
          account_id: string;
          customer_id: string;
          edit_id?: string;
          params?: Json;
          project_id: string;
          status?: Database['public']['Enums']['customer_status'];
        };
        Returns: undefined;
      };
      end_session: { Args: { session_id: string }; Returns: boolean };
      erase_customers: { Args: { account_id: string; customer_ids: string[] }; Returns: number };
      erase_matching: {
        Args: { account_id: string; expected: number; filter: Json };
        Returns: number;
      };
      export_customers: {
        Args: { account_id: string; after?: string; page_size?: number };
        Returns: {
          customer: Json;
          id: string;
        }[];
      };
      get_customer: { Args: { account_id: string; customer_id: string }; Returns: Json };
      import_customers: {
        Args: { first_row: number; import_id: string; rows: Json };
        Returns: Json;
      };
      import_preview: { Args: { project_id: string; rows: Json }; Returns: string[] };
      index_param: { Args: { account_id: string; key: string }; Returns: boolean };
      invite_member: {
        Args: {
          account_id: string;
          email: string;
          role: Database['public']['Enums']['member_role'];
        };
        Returns: string;
      };
      leave_account: { Args: { account_id: string }; Returns: undefined };
      list_emails: { Args: { account_id: string; filter: Json }; Returns: string[] };
      list_tags: {
        Args: { account_id: string };
        Returns: {
          customers: number;
          tag: string;
        }[];
      };
      list_webhook_deliveries: { Args: { account_id: string; endpoint_id: string }; Returns: Json };
      list_webhooks: { Args: { account_id: string }; Returns: Json };
      move_view: {
        Args: { account_id: string; place: number; view_id: string };
        Returns: undefined;
      };
      my_session: { Args: { account_id?: string }; Returns: Json };
      my_sessions: {
        Args: Record<PropertyKey, never>;
        Returns: {
          id: string;
          is_current: boolean;
          refreshed_at: string;
          signed_in_at: string;
          user_agent: string;
        }[];
      };
      notification_settings: { Args: { account_id: string }; Returns: Json };
      overview: { Args: { account_id: string; anew?: boolean; mrr_param?: string }; Returns: Json };
      overview_period: {
        Args: { account_id: string; days?: number; first_day?: string; last_day?: string };
        Returns: Json;
      };
      preview_people: { Args: { project_id: string; rows: Json }; Returns: Json };
      preview_status: {
        Args: {
          account_id: string;
          customer_ids?: string[];
          filter?: Json;
          project_id: string;
          status: Database['public']['Enums']['customer_status'];
        };
        Returns: {
          changed: number;
          outside: number;
          unchanged: number;
        }[];
      };
      preview_undo: {
        Args: { import_id: string };
        Returns: {
          has_more: boolean;
          kept: number;
          removed: number;
          restored: number;
        }[];
      };
      read_audit_log: {
        Args: { account_id: string; before?: string; before_id?: string; page_size?: number };
        Returns: {
          action: string;
          actor: string;
          at: string;
          details: Json;
          id: string;
          subject: string;
        }[];
      };
      read_invitation: {
        Args: { token: string };
        Returns: {
          account_name: string;
          email: string;
          expires_at: string;
          invited_by: string;
          role: Database['public']['Enums']['member_role'];
        }[];
      };
      recent_calls: { Args: { project_id: string }; Returns: Json };
      record_export: {
        Args: { account_id: string; customers?: number; format: string; secret?: string };
        Returns: undefined;
      };
      release_notification: {
        Args: { account_id: string; kind: string; period: string; secret: string; user_id: string };
        Returns: undefined;
      };
      remove_member: { Args: { account_id: string; user_id: string }; Returns: undefined };
      remove_sample_data: { Args: { account_id: string }; Returns: undefined };
      rename_account: { Args: { account_id: string; name: string }; Returns: undefined };
      rename_project: {
        Args: { name: string; project_id: string };
        Returns: {
          account_id: string;
          archived_at: string | null;
          calls_per_second: number | null;
          color: string;
          created_at: string;
          id: string;
          is_sample: boolean;
          mark: string;
          name: string;
        };
        SetofOptions: {
          from: '*';
          to: 'projects';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      rename_view: {
        Args: { account_id: string; name: string; view_id: string };
        Returns: undefined;
      };
      replay_webhook: {
        Args: { account_id: string; delivery_id: number; endpoint_id: string };
        Returns: undefined;
      };
      revoke_api_key: { Args: { key_id: string }; Returns: undefined };
      revoke_read_key: { Args: { key_id: string }; Returns: undefined };
      rotate_api_key: {
        Args: { grace_hours?: number; key_id: string };
        Returns: {
          api_key: string;
          id: string;
        }[];
      };
      rotate_webhook_secret: { Args: { account_id: string; endpoint_id: string }; Returns: string };
      save_view: {
        Args: { account_id: string; name: string; query: string };
        Returns: {
          account_id: string;
          created_at: string;
          id: string;
          name: string;
          position: number;
          query: string;
        };
        SetofOptions: {
          from: '*';
          to: 'views';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      schedule_account_deletion: { Args: { account_id: string; name: string }; Returns: string };
      search_customers: {
        Args: {
          account_id: string;
          cursor?: Json;
          descending?: boolean;
          filter?: Json;
          page_size?: number;
          sort?: string;
        };
        Returns: {
          email: string;
          first_seen_at: string;
          id: string;
          last_activity_at: string;
          name: string;
          projects: Json;
          sort_value: Json;
          tags: string[];
        }[];
      };
      set_account_settings: {
        Args: { account_id: string; currency: string; mrr_param: string; time_zone: string };
        Returns: undefined;
      };
      set_notifications: {
        Args: { account_id: string; billing_notices: boolean; weekly_summary: boolean };
        Returns: undefined;
      };
      set_project_color: {
        Args: { color: string; project_id: string };
        Returns: {
          account_id: string;
          archived_at: string | null;
          calls_per_second: number | null;
          color: string;
          created_at: string;
          id: string;
          is_sample: boolean;
          mark: string;
          name: string;
        };
        SetofOptions: {
          from: '*';
          to: 'projects';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      set_project_mark: {
        Args: { mark: string; project_id: string };
        Returns: {
          account_id: string;
          archived_at: string | null;
          calls_per_second: number | null;
          color: string;
          created_at: string;
          id: string;
          is_sample: boolean;
          mark: string;
          name: string;
        };
        SetofOptions: {
          from: '*';
          to: 'projects';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      set_receiver_mapping: {
        Args: { mapping: Json; receiver_id: string };
        Returns: {
          account_id: string;
          created_at: string;
          id: string;
          mapping: NonNullable<Json>;
          project_id: string;
          service: string;
        };
        SetofOptions: {
          from: '*';
          to: 'receivers';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      set_receiver_secret: { Args: { receiver_id: string; secret?: string }; Returns: string };
      set_role: {
        Args: {
          account_id: string;
          role: Database['public']['Enums']['member_role'];
          user_id: string;
        };
        Returns: undefined;
      };
      set_status: {
        Args: {
          account_id: string;
          customer_ids: string[];
          edit_id?: string;
          project_id: string;
          status: Database['public']['Enums']['customer_status'];
        };
        Returns: number;
      };
      set_status_matching: {
        Args: {
          account_id: string;
          edit_id?: string;
          filter: Json;
          project_id: string;
          status: Database['public']['Enums']['customer_status'];
        };
        Returns: number;
      };
      set_webhook: {
        Args: { account_id: string; endpoint_id: string; events: string[] };
        Returns: undefined;
      };
      settle_webhook: {
        Args: {
          account_id: string;
          answer: string;
          attempt: number;
          endpoint_id: string;
          id: number;
          retry_after?: number;
          secret: string;
          status: number;
          took_ms: number;
        };
        Returns: undefined;
      };
      start_import: {
        Args: {
          file_hash: string;
          file_name: string;
          project_id: string;
          row_count: number;
          settings: Json;
        };
        Returns: {
          account_id: string;
          api_key_id: string | null;
          created: number;
          created_at: string;
          file_hash: string;
          file_name: string;
          finished_at: string | null;
          id: string;
          invalid: number;
          kept: number;
          project_id: string;
          removed: number;
          restored: number;
          row_count: number | null;
          rows_done: number;
          settings: NonNullable<Json>;
          unchanged: number;
          undo_started_at: string | null;
          undone_at: string | null;
          updated: number;
          user_email: string | null;
        };
        SetofOptions: {
          from: '*';
          to: 'imports';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      stop_account_deletion: { Args: { account_id: string }; Returns: undefined };
      stop_notification: {
        Args: { account_id: string; secret: string; setting: string; user_id: string };
        Returns: undefined;
      };
      tag_customers: {
        Args: { account_id: string; customer_ids: string[]; edit_id?: string; tag: string };
        Returns: number;
      };
      tag_matching: {
        Args: { account_id: string; edit_id?: string; filter: Json; tag: string };
        Returns: number;
      };
      take_attempt: {
        Args: { cost?: number; max_attempts: number; secret: string; visitor: string };
        Returns: number;
      };
      test_webhook: { Args: { account_id: string; endpoint_id: string }; Returns: number };
      transfer_ownership: { Args: { account_id: string; user_id: string }; Returns: undefined };
      unarchive_project: {
        Args: { project_id: string };
        Returns: {
          account_id: string;
          archived_at: string | null;
          calls_per_second: number | null;
          color: string;
          created_at: string;
          id: string;
          is_sample: boolean;
          mark: string;
          name: string;
        };
        SetofOptions: {
          from: '*';
          to: 'projects';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      undo_edit: {
        Args: { account_id: string; edit_id: string };
        Returns: {
          kept: number;
          restored: number;
        }[];
      };
      undo_import: {
        Args: { import_id: string };
        Returns: {
          account_id: string;
          api_key_id: string | null;
          created: number;
          created_at: string;
          file_hash: string;
          file_name: string;
          finished_at: string | null;
          id: string;
          invalid: number;
          kept: number;
          project_id: string;
          removed: number;
          restored: number;
          row_count: number | null;
          rows_done: number;
          settings: NonNullable<Json>;
          unchanged: number;
          undo_started_at: string | null;
          undone_at: string | null;
          updated: number;
          user_email: string | null;
        };
        SetofOptions: {
          from: '*';
          to: 'imports';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      untag_customers: {
        Args: { account_id: string; customer_ids: string[]; edit_id?: string; tag: string };
        Returns: number;
      };
      untag_matching: {
        Args: { account_id: string; edit_id?: string; filter: Json; tag: string };
        Returns: number;
      };
      weekly_summary: {
        Args: { account_id: string; monday: string; secret: string };
        Returns: Json;
      };
      withdraw_invitation: {
        Args: { account_id: string; invitation_id: string };
        Returns: undefined;
      };
    };
    Enums: {
      customer_status: 'free' | 'trial' | 'paid' | 'churned';
      member_role: 'owner' | 'admin' | 'viewer';
      subscription_state: 'trialing' | 'active' | 'past_due' | 'canceled';
    };
    CompositeTypes: {
      [_ in never]: never;
    };
  };
};

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>;

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, 'public'>];

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])[TableName] extends {
      Row: infer R;
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
    ? (DefaultSchema['Tables'] & DefaultSchema['Views'])[DefaultSchemaTableNameOrOptions] extends {
        Row: infer R;
      }
      ? R
      : never
    : never;

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Insert: infer I;
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Insert: infer I;
      }
      ? I
      : never
    : never;

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Update: infer U;
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Update: infer U;
      }
      ? U
      : never
    : never;

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    keyof DefaultSchema['Enums'] | { schema: keyof DatabaseWithoutInternals },
  EnumName extends (DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums']
    : never) = never,
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums'][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema['Enums']
    ? DefaultSchema['Enums'][DefaultSchemaEnumNameOrOptions]
    : never;

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    keyof DefaultSchema['CompositeTypes'] | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends (PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes']
    : never) = never,
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes'][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema['CompositeTypes']
    ? DefaultSchema['CompositeTypes'][PublicCompositeTypeNameOrOptions]
    : never;

export const Constants = {
  public: {
    Enums: {
      customer_status: ['free', 'trial', 'paid', 'churned'],
      member_role: ['owner', 'admin', 'viewer'],
      subscription_state: ['trialing', 'active', 'past_due', 'canceled'],
    },
  },
} as const;
